import { expect, test } from 'vitest';
import { decisionQuestions } from './decision-flags.ts';

test('questions come in the order of their flags, whatever stands between', () => {
  const argv = [
    ...['decide', 'clip.mp4', '--choice', 'What moves?', 'circle', 'square', '--json'],
    ...['--boolean', 'Is it red?', '--choice', 'Where?', 'left', 'right', '--orders', 'all'],
    ...['--score', 'How many?', '-1', '0', '-.5', '--boolean=Is it blue?', '--quiet'],
  ];
  expect(decisionQuestions(argv)).toEqual([
    { type: 'choice', text: 'What moves?', choices: ['circle', 'square'] },
    { type: 'boolean', text: 'Is it red?' },
    { type: 'choice', text: 'Where?', choices: ['left', 'right'] },
    { type: 'score', text: 'How many?', levels: ['-1', '0', '-.5'] },
    { type: 'boolean', text: 'Is it blue?' },
  ]);
});

test.each([
  ['no question', [], /no question/],
  ['a blank one', ['--boolean', ' '], /--boolean without a question/],
  ['no choices', ['--choice', 'What?'], /Found nothing behind --choice "What\?"/],
  ['one choice', ['--choice', 'What?', 'a'], /Found "a" behind/],
  ['one choice twice', ['--choice', 'What?', 'a', 'a '], /different choices/],
  ['a blank level', ['--score', 'What?', 'a', ' '], /different levels/],
  ['27 choices', ['--choice', 'What?', ...Array.from({ length: 27 }, (_, i) => `c${i}`)], /2 to 26/],
  ['what stands behind --', ['--', '--boolean', 'Is it red?'], /no question/],
] as const)('%s is refused', (_, flags, message) => {
  expect(() => decisionQuestions(['decide', 'clip.mp4', ...flags])).toThrow(message);
});
