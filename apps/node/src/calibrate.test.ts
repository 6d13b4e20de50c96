import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInTurn } from './testing/run-in-turn.ts';
import { type CommandOutcome, runSlowfast } from './testing/run-slowfast.ts';

const bundled = fileURLToPath(new URL('clips/', modelFolder));
const names = ['circle.mp4', 'square.webm', 'shapes.mp4'] as const;
let folder: string;
let clips: string;

const isThere = (clip: string, shape: string, answer: string) => ({
  ...{ clip, kind: 'is-there', question: `Is there a ${shape}?`, answer },
});
// One of four answers of each clip is given as wrong, so that a model that is sure of all of them is too sure.
const tooSure = names.flatMap((clip, at) => [
  isThere(clip, 'circle', at === 0 ? 'yes' : 'no'),
  isThere(clip, 'square', at === 1 ? 'yes' : 'no'),
  isThere(clip, 'diamond', 'no'),
  isThere(clip, 'cross', 'yes'),
]);
const allRight = tooSure.filter(({ question }) => !question.includes('cross'));
const written = names.map((clip) => ({ clip, kind: 'shape', question: 'What?', answer: 'circle' }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-calibrate-'));
  clips = join(folder, 'clips');
  await mkdir(clips);
  for (const name of names) await cp(join(bundled, name), join(clips, name));
  const lists = { 'questions.json': tooSure, 'right.json': allRight, 'written.json': written };
  for (const [name, list] of Object.entries(lists)) await writeFile(join(clips, name), JSON.stringify(list));
});
afterAll(() => rm(folder, { recursive: true }));

const bench = (...argv: readonly string[]) => ['bench', 'accuracy', clips, '--calibrate', ...argv];
const placeIn = (cache: string) => join(folder, cache, 'calibrations.json');
const envOf = (cache: string) => ({ SLOWFAST_CACHE: join(folder, cache) });
const inCache = (cache: string, argv: readonly string[]) => ({ argv, env: envOf(cache) });
const decide = (...argv: readonly string[]) => [
  ...['decide', join(clips, 'circle.mp4'), '--no-cache', '--choice', 'What shape appears?', 'circle', 'star'],
  ...argv,
];
const ask = (...argv: readonly string[]) => [
  ...['ask', join(clips, 'circle.mp4'), 'Where does it go?', '--no-cache', '--json', ...argv],
];
const options = ['--option', 'left', '--option', 'right'];
const dataOf = ({ code, stdout, stderr }: CommandOutcome) => {
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

test('a temperature is fitted, judged, drawn and kept, and decisions take it', async () => {
  const plot = join(folder, 'plots', 'reliability.svg');
  const results = join(folder, 'results.jsonl');
  const outcome = await runSlowfast(bench('--json', '--reliability', plot, '--results', results), {
    env: envOf('kept'),
  });
  const { calibration, decisions, given } = dataOf(outcome);
  const { temperature } = calibration;
  expect(calibration).toMatchObject({
    ...{ fitted: { clips: 2, questions: 8 }, heldOut: { clips: 1, questions: 4 } },
    temperature: expect.any(Number),
  });
  expect(calibration).not.toHaveProperty('bound');
  expect(temperature).toBeGreaterThan(1.5);
  const { before, after } = calibration.heldOut.rows.at(-1);
  expect(after.logLoss.value).toBeLessThan(before.logLoss.value);
  expect(decisions.rows.at(-1)).toEqual({ name: 'all decisions', questions: 12 });
  expect(given.settings).toHaveLength(1);
  expect(outcome.stderr).toContain(`temperature ${temperature.toFixed(4)} is kept in ${placeIn('kept')}`);
  expect(await readFile(plot, 'utf8')).toContain(`>temperature ${temperature.toFixed(3)}<`);
  const kept = JSON.parse(await readFile(placeIn('kept'), 'utf8'));
  expect(Object.values(kept.calibrations)).toEqual([{ temperature, questions: 8, clips: 2 }]);

  // Another model's is no matter.
  const foreign = { ...kept, calibrations: { 'another model': Object.values(kept.calibrations)[0] } };
  await mkdir(join(folder, 'foreign'));
  await writeFile(placeIn('foreign'), JSON.stringify(foreign));
  const outcomes = await runInTurn([
    inCache('kept', decide('--json')),
    inCache('none', decide('--json')),
    inCache('foreign', decide('--json')),
    inCache('kept', decide('--json', '--temperature', '1')),
    inCache('kept', ask(...options)),
    inCache('none', ask(...options)),
    inCache('kept', decide('--verbose')),
    inCache('foreign', bench('--quiet', '--results', results)),
  ]);
  const [calibrated, plain, other, told] = outcomes.slice(0, 4).map((each) => dataOf(each).decisions[0]);
  expect(calibrated.temperature).toBe(temperature);
  expect([plain.temperature, other.temperature, told.temperature]).toEqual([1, 1, 1]);
  expect(other.probabilities).toEqual(plain.probabilities);
  expect(told.probabilities).toEqual(plain.probabilities);
  const powers = plain.probabilities.map((probability: number) => probability ** (1 / temperature));
  expect(calibrated.probabilities[0]).toBeCloseTo(powers[0] / (powers[0] + powers[1]), 6);
  const [chosen, plainlyChosen] = outcomes.slice(4, 6).map((each) => dataOf(each).option);
  expect([chosen.letter, chosen.temperature]).toEqual(['B', temperature]);
  expect(plainlyChosen.temperature).toBe(1);
  expect(chosen.probability).toBeLessThan(plainlyChosen.probability);
  expect(outcomes[6]!.stderr).toContain(`decisions at temperature ${temperature.toFixed(4)}`);

  const again = outcomes[7]!;
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(again.stdout).toContain(
    `Temperature ${temperature.toFixed(4)}, fitted to 8 questions about 2 clips`,
  );
  const both = JSON.parse(await readFile(placeIn('foreign'), 'utf8'));
  expect(both.calibrations).toEqual({ ...foreign.calibrations, ...kept.calibrations });
});

test('a temperature on its bound says so', async () => {
  const { code, stderr, stdout } = await runSlowfast(bench('--questions', 'right.json'), {
    env: envOf('bound'),
  });
  expect(code).toBe(0);
  expect(stdout).toContain('the lowest that is sought, 0.05');
  expect(stderr).toContain('the lowest that is sought, 0.05');
});

describe('what is damaged or does not go together', () => {
  const damaged = { 'no-json': '{"format": ', 'other-json': '[1]', 'bad-value': '' };
  beforeAll(async () => {
    const format = 'slowfast-calibrations-1';
    const calibrations = { a: { temperature: -1, questions: 3, clips: 2 } };
    damaged['bad-value'] = JSON.stringify({ format, calibrations });
    for (const [cache, text] of Object.entries(damaged)) {
      await mkdir(join(folder, cache));
      await writeFile(placeIn(cache), text);
    }
  });

  test('a damaged file is told by everything that would use it, and left as it is', async () => {
    const caches = Object.keys(damaged);
    const outcomes = await runInTurn([
      ...caches.map((cache) => inCache(cache, decide())),
      inCache('no-json', ask(...options)),
      inCache('no-json', bench('--quiet')),
      inCache('no-json', decide('--json', '--temperature', '3')),
      inCache('no-json', ask()),
    ]);
    const [calibrating, temperature, text] = outcomes.slice(-3);
    for (const { code, stderr } of [...outcomes.slice(0, -3), calibrating!]) {
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^slowfast: The calibrations in .*calibrations\.json can't be used: found .*\.\n$/,
      );
    }
    expect(await readFile(placeIn('no-json'), 'utf8')).toBe(damaged['no-json']);
    expect(dataOf(temperature!).decisions[0].temperature).toBe(3);
    expect(dataOf(text!).answer).toBe('to the right');
  });

  test('flags that do not go together', async () => {
    const cases: readonly (readonly [argv: readonly string[], words: RegExp])[] = [
      [
        bench('--aggregation', 'concat', '--aggregation', 'spatial_2d_avg_pool'),
        /--calibrate .*2 reductions/,
      ],
      [bench('--orders', 'all'), /--calibrate .*orders all/],
      [bench('--budgets', '64'), /--budgets/],
      [bench('--questions', 'written.json'), /no questions that can be decided/],
      [decide('--temperature', '0'), /above 0/],
    ];
    const outcomes = await runInTurn(cases.map(([argv]) => inCache('unused', argv)));
    for (const [i, { code, stderr }] of outcomes.entries()) {
      expect(stderr).toMatch(cases[i]![1]);
      expect(code).toBe(2);
    }
  });
});
