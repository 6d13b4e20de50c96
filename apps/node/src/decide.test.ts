import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { beforeAll, expect, test } from 'vitest';
import { runInTurn } from './testing/run-in-turn.ts';
import type { CommandOutcome } from './testing/run-slowfast.ts';

// No calibration of this machine.
const env = { SLOWFAST_CACHE: '/nowhere' };
const clip = (name: string) => fileURLToPath(new URL(`clips/${name}`, modelFolder));
const circle = clip('circle.mp4');
const questions = [
  ...['--choice', 'What shape appears?', 'star', 'circle'],
  ...['--boolean', 'Is there a circle?'],
  ...['--score', 'How many shapes are there?', 'one', 'two', 'three'],
];
const decide = ['decide', circle, '--no-cache'];
const ask = ['ask', circle, 'Where does it go?', '--no-cache', '--option', 'left', '--option', 'right'];

/** Every run, in one process. */
const runs = {
  plain: [...decide, ...questions],
  single: [...decide, '--boolean', 'Is there a star?', '--quiet'],
  json: [...decide, ...questions, '--json', '--orders', 'both'],
  several: ['decide', circle, clip('square.webm'), '--no-cache', '--boolean', 'Is there a circle?'],
  noQuestion: decide,
  oneChoice: [...decide, '--choice', 'What?', 'circle', '--json'],
  unknownChoice: [...decide, '--choice', 'What?', 'a', 'b', 'c', 'd', 'e', 'pentagon'],
  unlikely: [...decide, '--boolean', 'What shape appears?'],
  option: ask,
  optionJson: [...ask, '--json'],
} as const satisfies Record<string, readonly string[]>;
let outcomes: Record<keyof typeof runs, CommandOutcome>;

beforeAll(async () => {
  const names = Object.keys(runs) as (keyof typeof runs)[];
  const done = await runInTurn(names.map((name) => ({ argv: runs[name], env })));
  outcomes = Object.fromEntries(names.map((name, i) => [name, done[i]!])) as typeof outcomes;
});

test('answers come with their probabilities, in the order of the questions', () => {
  const { code, stdout } = outcomes.plain;
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^> What shape appears\?\ncircle {2}1\.00\nstar {4}0\.00\n> Is there a circle\?\nyes {4}\d\.\d\d\nno {5}\d\.\d\d\n> How many shapes are there\?\nscore {2}0\.00\none {4}1\.00\ntwo {4}0\.00\nthree {2}0\.00\n$/,
  );
});

test('one question is not repeated', () => {
  expect(outcomes.single).toMatchObject({ code: 0, stderr: '' });
  expect(outcomes.single.stdout).toMatch(/^no {5}\d\.\d\d\nyes {4}\d\.\d\d\n$/);
});

test('one JSON line for each video has all that was decided', () => {
  const { code, stdout } = outcomes.json;
  expect(code).toBe(0);
  expect(stdout.trimEnd()).not.toContain('\n');
  const { video, model, decisions, frames } = JSON.parse(stdout);
  expect({ video, model }).toEqual({ video: circle, model: 'embedded' });
  expect(frames[0]).toEqual({ index: expect.any(Number), timestampSeconds: expect.any(Number) });
  const [shape, isThere, many] = decisions;
  expect(shape).toMatchObject({
    ...{ question: 'What shape appears?', type: 'choice', choice: 'circle', index: 1 },
    ...{ labels: 'tokens', labelMass: expect.any(Number), usage: { answerTokens: 2 } },
  });
  expect(shape.probabilities[0] + shape.probabilities[1]).toBeCloseTo(1, 9);
  expect(shape.probability).toBe(shape.probabilities[1]);
  expect(isThere).toMatchObject({ type: 'boolean', answer: true, usage: { answerTokens: 1 } });
  expect(many).toMatchObject({ type: 'score', level: 'one', index: 0 });
  expect(many.score).toBeCloseTo(many.probabilities[1] + 2 * many.probabilities[2], 9);
});

test('of several videos each is named', () => {
  const { code, stdout } = outcomes.several;
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /circle\.mp4\n> Is there a circle\?\nyes .*\nno .*\n.*square\.webm\n> Is there a circle\?\nno .*\nyes .*\n$/,
  );
});

test('what is wrong is told in the words of the flags', () => {
  expect(outcomes.noQuestion).toMatchObject({ code: 2, stdout: '' });
  expect(outcomes.noQuestion.stderr).toMatch(/expected --boolean, --choice or --score/);
  expect(outcomes.oneChoice.code).toBe(2);
  expect(JSON.parse(outcomes.oneChoice.stdout)).toHaveProperty('error.message');
  expect(outcomes.unknownChoice.code).toBe(2);
  expect(outcomes.unknownChoice.stderr).toMatch(/--choice can't be 6 texts, one of them "pentagon"/);
});

test('answers that the model would not give are told', () => {
  expect(outcomes.unlikely.code).toBe(0);
  expect(outcomes.unlikely.stderr).toMatch(
    /note: Of what the model would say to "What shape appears\?", (less than )?[\d.]+ % /,
  );
});

test('an option is printed as letter, text and probability, and whole as JSON', () => {
  expect(outcomes.option).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^B {2}right {2}\d\.\d\d\n$/),
  });
  const { answer, option, usage } = JSON.parse(outcomes.optionJson.stdout);
  expect(answer).toBe('B) right');
  expect(option).toMatchObject({ index: 1, letter: 'B', text: 'right' });
  expect(option.probabilities[0] + option.probabilities[1]).toBeCloseTo(1, 9);
  expect(option.probability).toBe(option.probabilities[1]);
  expect(usage.answerTokens).toBe(1);
});
