import { describe, expect, test } from 'vitest';
import { isRight } from './clip-question.ts';
import { parseClipQuestions } from './parse-clip-questions.ts';
import { type ResultsHeader, readResultsLog, resultsLine } from './results-log.ts';

const good = { clip: 'a.mp4', kind: 'colour', question: 'What colour?', answer: 'red' };
const choice = { ...good, options: ['red', 'blue'], answer: 'B' };

test('good entries come through, unknown keys do not', () => {
  expect(parseClipQuestions([{ ...good, note: 1 }, choice], 'q.json')).toEqual([good, choice]);
});

test.each<readonly [value: unknown, words: RegExp]>([
  [{}, /found \{\}, expected a list/],
  [[], /an empty list/],
  [[good, 7], /found 7 in entry 2/],
  [[{ ...good, clip: undefined }], /clip that is absent in entry 1/],
  [[{ ...good, clip: '../a.mp4' }], /inside of the folder/],
  [[{ ...good, clip: '/a.mp4' }], /inside of the folder/],
  [[good, { ...good, kind: 7 }], /kind 7 in entry 2/],
  [[{ ...good, question: ' ' }], /question " " in entry 1/],
  [[{ ...good, accepted: [] }], /accepted \[\] in entry 1/],
  [[{ ...choice, options: ['red'] }], /a list of 2 texts/],
  [[{ ...choice, answer: 'C' }], /answer "C" in entry 1, expected the letter of an option, A to B/],
  [[{ ...choice, answer: 'blue' }], /the letter of an option/],
])('%j is refused by its entry', (value, words) => {
  expect(() => parseClipQuestions(value, 'q.json')).toThrow(
    expect.objectContaining({ code: 'questions-invalid', message: expect.stringMatching(words) }),
  );
});

test('any right answer counts, whatever its case, its white space and a full stop', () => {
  expect(isRight({ ...good, accepted: ['red', 'it is Red'] }, ' It is red.\n')).toBe(true);
  expect(isRight(good, 'dark red')).toBe(false);
});

describe('a log of answers', () => {
  const header: ResultsHeader = {
    ...{
      format: 'slowfast-accuracy-3',
      encoder: 'e',
      languageModel: 'l',
      maxAnswerTokens: 8,
      orders: 'given',
    },
  } as const;
  const setting = { frames: 4, aggregation: 'concat', tokens: 256 };
  const answers = { ...setting, clip: 'a.mp4', content: 'x', seconds: 1, answers: [] };
  const text = resultsLine(header) + resultsLine(answers);

  test('is read back; half a line at its end is left out', () => {
    const log = readResultsLog(`${text}{"clip":"b.m`, 'r.jsonl', header);
    expect(log.recall('a.mp4', 'x', setting)).toEqual(answers);
    expect(log.recall('b.mp4', 'x', setting)).toBeUndefined();
    expect(log.recall('a.mp4', 'x', { ...setting, frames: 5 })).toBeUndefined();
    expect(log.recall('a.mp4', 'x', { ...setting, version: '2' })).toBeUndefined();
    expect(log).toMatchObject({ wholeLength: text.length, lines: 1 });
    expect(readResultsLog('', 'r.jsonl', header)).toMatchObject({ wholeLength: undefined, lines: 0 });
  });

  test.each([
    [
      'other orders',
      text,
      { ...header, orders: 'all' as const },
      /in the orders given: expected a log of the orders all/,
    ],
    ['another model', text, { ...header, encoder: 'f' }, /another model \(encoder differs\)/],
    ['another file', 'Dear diary\n', header, /no log of answers/],
    ['another file without a line', 'Dear diary', header, /no log of answers/],
    [
      'damaged probabilities',
      text.replace('[]', '[{"question":"q","answered":"no","decided":{"labelMass":1,"probabilities":[1]}}]'),
      header,
      /line 2 is damaged/,
    ],
    ['a damaged line', text.replace('"clip"', '"clap"'), header, /line 2 is damaged/],
  ])('of %s is refused', (_, of, wanted, words) => {
    expect(() => readResultsLog(of, 'r.jsonl', wanted)).toThrow(
      expect.objectContaining({ code: 'invalid-setting', message: expect.stringMatching(words) }),
    );
  });

  test('answers of an earlier version of an aggregator are not taken over, nor lost', () => {
    const versions = ['1', '2'].map((version) => ({ ...answers, version, seconds: Number(version) }));
    const log = readResultsLog(text + versions.map(resultsLine).join(''), 'r.jsonl', header);
    for (const item of versions) expect(log.recall('a.mp4', 'x', item)).toEqual(item);
    expect(log.recall('a.mp4', 'x', { ...setting, version: '3' })).toBeUndefined();
    expect(log.recall('a.mp4', 'x', setting)).toEqual(answers);
  });

  test('of a clip with other content is refused', () => {
    expect(() => readResultsLog(text, 'r.jsonl', header).recall('a.mp4', 'y', setting)).toThrow(
      /a\.mp4 had other content/,
    );
  });
});
