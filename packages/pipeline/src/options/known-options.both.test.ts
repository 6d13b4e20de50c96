import { InvalidSettingError, UnknownOptionError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { assertKnownOptions, type OptionNames } from './known-options.ts';

interface Options {
  readonly model?: string;
  readonly frames?: number;
  readonly framesPerSecond?: number;
  readonly budgetTokens?: number;
  readonly maxTokens?: number;
}
const names: OptionNames<Options> = {
  model: true,
  frames: true,
  framesPerSecond: true,
  budgetTokens: true,
  maxTokens: true,
};
const check = (options: object) => assertKnownOptions<Options>('openThing', options, names);

test.each([
  ['modle', 'model'],
  ['modell', 'model'],
  ['Model', 'model'],
  ['frame', 'frames'],
  ['framespersecond', 'framesPerSecond'],
  ['budget', 'budgetTokens'],
  ['budgetToken', 'budgetTokens'],
  ['max_tokens', 'maxTokens'],
  ['maxTokensPerAnswer', 'maxTokens'],
])('%s is probably %s', (found, nearest) => {
  expect(() => check({ [found]: 1 })).toThrow(
    `There is no option "${found}" of openThing; did you mean "${nearest}"?`,
  );
});

test.each(['x', 'temperature', 'onDownload'])('%s is like none: all are named', (found) => {
  const refused = () => check({ model: 'm', [found]: undefined });
  expect(refused).toThrow(UnknownOptionError);
  expect(refused).toThrow(/: expected model, frames, framesPerSecond, budgetTokens, maxTokens\.$/);
});

test('known ones pass, given or not', () => {
  check({});
  check({ model: 'm', frames: 3, framesPerSecond: undefined });
  assertKnownOptions<Options>('openThing', undefined, names);
});

test.each(['model', 5, null, ['model']])('%j are no options', (options) => {
  expect(() => check(options as object)).toThrow(InvalidSettingError);
});
