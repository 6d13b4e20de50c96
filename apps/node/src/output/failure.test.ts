import { reviveError, SlowFastError, serializeError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { exitCodeOf, failureData, failureLines } from './failure.ts';

/** What somebody else's plug-in throws. */
class QuotaError extends SlowFastError<{ readonly left: number }, 'acme/quota-exceeded'> {
  constructor(isUsage: boolean, options?: ErrorOptions) {
    super('acme/quota-exceeded', 'The quota is\nused up.', { left: 0 }, { ...options, isUsage });
  }
}

test.each([
  [true, 2],
  [false, 1],
])('errors of others that came through the worker decide the exit code, too', (isUsage, code) => {
  const error = reviveError(serializeError(new QuotaError(isUsage)));
  expect(exitCodeOf(error)).toBe(code);
  expect(failureLines(error, ['ask'])).toBe('slowfast: The quota is used up.');
  expect(failureData(error, ['ask'])).toEqual({
    code: 'acme/quota-exceeded',
    message: 'The quota is used up.',
    facts: { left: 0 },
  });
});

test('verbose lines hold every cause once, also of several errors and of circles', () => {
  const inner = new RangeError('innermost');
  const circular = new Error('circular');
  circular.cause = new AggregateError([inner, circular], 'several');
  const error = new QuotaError(false, { cause: circular });
  for (const failure of [error, reviveError(serializeError(error))]) {
    const [line, ...rest] = failureLines(failure, ['ask', '-v'], 'clip.mp4').split('\n');
    expect(line).toBe('slowfast: clip.mp4: The quota is used up.');
    const text = rest.join('\n');
    for (const words of [
      'QuotaError: The quota',
      'Error: circular',
      'AggregateError',
      'RangeError: innermost',
    ]) {
      expect(text).toContain(words);
    }
    expect(text.match(/\n +at /g)!.length).toBeGreaterThan(4);
  }
});
