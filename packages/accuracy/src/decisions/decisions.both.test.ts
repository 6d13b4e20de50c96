import type { BooleanDecision, ChoiceDecision, VideoAssistant, WatchedVideo } from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { answerClips } from '../answer-clips.ts';
import type { ClipQuestion } from '../clip-question.ts';
import { reliabilityPlot } from '../plot/reliability-plot.ts';
import { calibrationMarkdown } from '../report/calibration-markdown.ts';
import { makeReport } from '../report/make-report.ts';
import { reportMarkdown } from '../report/report-markdown.ts';
import { madeUpDecisions } from '../testing/made-up-decisions.ts';
import { assertCalibratable, calibrateDecisions } from './calibrate-decisions.ts';
import { decidable } from './decidable.ts';
import { decideAndGrade } from './decide-and-grade.ts';
import { splitClips } from './split-clips.ts';

const item: ClipQuestion = { clip: 'a.mp4', kind: 'any', question: 'Is it?', answer: 'yes' };
const choice: ClipQuestion = { ...item, options: ['red ', 'blue', 'green'], answer: 'B' };

test.each<readonly [what: string, item: ClipQuestion, expected: object | undefined]>([
  ['yes', item, { question: { type: 'boolean', text: 'Is it?' }, right: 0 }],
  ['no, written otherwise', { ...item, answer: ' No.' }, { right: 1 }],
  ['yes in several ways', { ...item, accepted: ['yes', 'Yes.'] }, { right: 0 }],
  ['a letter', choice, { question: { type: 'choice', choices: ['red', 'blue', 'green'] }, right: 1 }],
  ['the accepted letter', { ...choice, accepted: ['C'] }, { right: 2 }],
  ['a word', { ...item, answer: 'red' }, undefined],
  ['yes or a word', { ...item, accepted: ['yes', 'it is'] }, undefined],
  ['yes or no', { ...item, accepted: ['yes', 'no'] }, undefined],
  ['two letters', { ...choice, accepted: ['A', 'B'] }, undefined],
  ['options that are alike', { ...choice, options: ['red', 'blue', ' blue'] }, undefined],
  ['a blank option', { ...choice, options: ['red', 'blue', ' '] }, undefined],
])('decidable or not: %s', (_, of, expected) => {
  if (expected === undefined) expect(decidable(of)).toBeUndefined();
  else expect(decidable(of)).toMatchObject(expected);
});

test('multiple choice is decided alone, yes or no beside the text, both at temperature 1', async () => {
  const calls: unknown[] = [];
  const facts = { labelMass: 0.8, notices: [] };
  const decisions = {
    choice: { type: 'choice', index: 1, probability: 0.6, probabilities: [0.3, 0.6, 0.1], ...facts },
    boolean: { type: 'boolean', answer: false, probability: 0.25, ...facts },
  } as unknown as { readonly choice: ChoiceDecision; readonly boolean: BooleanDecision };
  const video = {
    decide: async (questions: { decision: { type: 'choice' | 'boolean' } }, options: object) => {
      calls.push(options);
      return { decision: decisions[questions.decision.type] };
    },
    ask: (question: object) => {
      calls.push(question);
      return { result: async () => ({ answer: 'Yes.', notices: [] }) };
    },
  } as unknown as WatchedVideo;
  expect(await decideAndGrade(video, choice, { orders: 'all' })).toEqual({
    ...{ ...choice, answered: 'B', right: true },
    decided: { probabilities: [0.3, 0.6, 0.1], labelMass: 0.8 },
  });
  expect(calls).toEqual([{ orders: 'all', temperature: 1 }]);
  expect(await decideAndGrade(video, item)).toEqual({
    ...{ ...item, answered: 'Yes.', right: true },
    decided: { probabilities: [0.25, 0.75], labelMass: 0.8 },
  });
  expect(calls.slice(1)).toEqual([{ orders: undefined, temperature: 1 }, { text: 'Is it?' }]);
});

describe('halves of clips', () => {
  const names = Array.from({ length: 101 }, (_, at) => `clip-${at}.mp4`);
  const { fitted, heldOut } = splitClips(names);

  test('are halves, whatever the order of the clips', () => {
    expect([fitted.size, heldOut.size]).toEqual([51, 50]);
    expect(new Set([...fitted, ...heldOut])).toEqual(new Set(names));
    expect(splitClips([...names, ...names].toReversed())).toEqual({ fitted, heldOut });
  });

  test('do not follow the numbers of clips', () => {
    const share = (of: readonly string[]) => of.filter((name) => fitted.has(name)).length / of.length;
    for (const part of [names.slice(0, 50), names.slice(50), names.filter((_, at) => at % 2 === 0)]) {
      expect(share(part)).toBeGreaterThan(0.3);
      expect(share(part)).toBeLessThan(0.7);
    }
  });

  test('stay the same from one version to the next', () => {
    expect([...splitClips(names.slice(0, 8)).fitted].toSorted()).toEqual([
      'clip-0.mp4',
      'clip-3.mp4',
      'clip-5.mp4',
      'clip-7.mp4',
    ]);
  });
});

describe('a model that is too sure', () => {
  const answers = madeUpDecisions(400, 2.5);
  const report = calibrateDecisions(answers, { draws: 400 });
  const all = report.heldOut.rows.at(-1)!;

  test('is calibrated: the temperature is found, and probabilities of other clips can be believed', () => {
    expect(report.temperature).toBeGreaterThan(2);
    expect(report.temperature).toBeLessThan(3);
    expect(report.fitted).toMatchObject({ clips: 200, questions: 400 });
    expect(report.fitted.logLoss.after).toBeLessThan(report.fitted.logLoss.before);
    expect(report.heldOut).toMatchObject({ clips: 200, questions: 400 });
    expect(report.heldOut.rows.map(({ name, questions }) => [name, questions])).toEqual([
      ['is-there, yes or no', 200],
      ['colour, multiple choice', 200],
      ['all decisions', 400],
    ]);
    for (const name of ['brier', 'calibrationError', 'logLoss'] as const) {
      expect(all.after[name].value).toBeLessThan(all.before[name].value);
      const { value, interval } = all.changes[name];
      expect(value).toBeCloseTo(all.after[name].value - all.before[name].value, 12);
      expect(interval.low).toBeLessThan(value);
      expect(interval.high).toBeLessThan(0);
    }
    // What is likeliest stays so.
    expect(all.after.decided).toEqual(all.before.decided);
    expect(all.after.calibrationError.value).toBeLessThan(0.06);
  });

  test('does not depend on the order of the clips', () => {
    expect(calibrateDecisions(answers.toReversed(), { draws: 10 }).temperature).toBeCloseTo(
      report.temperature,
      12,
    );
  });

  test('in Markdown', () => {
    const text = calibrationMarkdown(report);
    expect(text).toContain(
      `Temperature ${report.temperature.toFixed(4)}, fitted to 400 questions about 200 clips`,
    );
    expect(text).toContain('Held out: 400 questions about 200 other clips.');
    expect(text).toMatch(/\| all decisions \| 400 \| 0\.\d{3} \(.*\) \| -0\.\d{3} \(-.* to -.*\) \|/);
    expect(text).not.toContain('sought');
    expect(calibrationMarkdown({ ...report, bound: 'low' })).toContain('the lowest that is sought, 0.05');
  });

  test('in the plot: a point for each bin, and the diagonal', () => {
    const panel = { title: 'a < b', calibrationError: 0.125, bins: all.before.bins };
    const svg = reliabilityPlot([panel, panel]);
    const points = all.before.bins.filter(({ questions }) => questions > 0).length;
    expect(svg.match(/<circle class="fill-0"/g)).toHaveLength(2 * points);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(svg).toContain('>a &lt; b</text>');
    expect(svg).toContain('>400 questions, calibration error 12.5 %</text>');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test('a report tells of decisions, by kind, and of texts where they are written', () => {
  const answers = madeUpDecisions(30, 1);
  const questions = answers.flatMap(({ answers: of }) => of);
  const { frames, aggregation, tokens } = answers[0]!;
  const planned = [{ aggregation, title: aggregation, choice: { frames, aggregation, tokens } }];
  const report = makeReport(questions, planned, answers, { draws: 200 });
  expect(report.decisions!.rows).toEqual([
    { name: 'is-there, yes or no', questions: 30 },
    { name: 'colour, multiple choice', questions: 30 },
    { name: 'all decisions', questions: 60 },
  ]);
  const [setting] = report.decisions!.settings;
  expect(setting).toMatchObject({ title: aggregation, frames, aggregation });
  const [isThere, colour, all] = setting!.qualities;
  expect(isThere!.written).toEqual(isThere!.decided);
  expect([colour!.written, all!.written]).toEqual([undefined, undefined]);
  const right = questions.filter((one) => one.decided && one.right).length;
  expect(all!.decided).toMatchObject({ asked: 60, right });
  expect(all!.labelMass).toBeCloseTo(0.9, 12);
  expect(all!.brier.interval.low).toBeLessThan(all!.brier.value);
  expect(all!.brier.interval.high).toBeGreaterThan(all!.brier.value);
  const text = reportMarkdown(report);
  expect(text).toContain('## Decisions');
  expect(text).toMatch(/\| colour, multiple choice \| 30 \| \d+\.\d \([^|]*\) \| {2}\| 0\.\d{3} /);
});

test.each([
  { of: 'no decision', answers: [], words: /no questions that can be decided/ },
  { of: 'one clip', answers: madeUpDecisions(1, 1), words: /one clip alone/ },
])('$of is too little to calibrate by', ({ answers, words }) => {
  const refusal = expect.objectContaining({
    code: 'invalid-setting',
    message: expect.stringMatching(words),
  });
  expect(() => calibrateDecisions(answers)).toThrow(refusal);
  expect(() => assertCalibratable(answers.flatMap(({ answers: of }) => of))).toThrow(refusal);
});

describe('answers of an earlier run', () => {
  const [first] = madeUpDecisions(1, 1);
  const asked = first!.answers.map(({ answered: _, right: __, decided: ___, ...question }) => question);
  const choice = { frames: 16, aggregation: 'concat', tokens: 1024 };
  const assistant = {
    watch: () => Promise.reject(new Error('asked again')),
  } as unknown as VideoAssistant;
  const again = async (recalled: typeof first, questions: readonly ClipQuestion[] = asked) => {
    const found = [];
    const openClip = async () => fakeFrameSource();
    const answering = answerClips(questions, [choice], { assistant, openClip, recall: () => recalled });
    for await (const done of answering) found.push(done);
    return found;
  };

  test('have their probabilities, and are graded anew', async () => {
    expect(await again(first)).toEqual([{ ...first, isRecalled: true }]);
    const others = asked.map((item) => (item.options ? { ...item, answer: 'D' } : item));
    const [graded] = await again(first, others);
    const expected = first!.answers.map(({ answered, right }, i) => (i === 0 ? answered === 'D' : right));
    expect(graded!.answers.map(({ right }) => right)).toEqual(expected);
  });

  test('without the probabilities of what is decided are asked again', async () => {
    const answers = first!.answers.map(({ decided: _, ...rest }) => rest);
    await expect(again({ ...first!, answers })).rejects.toThrow('asked again');
  });
});
