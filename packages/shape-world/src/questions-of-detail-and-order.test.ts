import { describe, expect, test } from 'vitest';
import { makeScene } from './make-scene.ts';
import { describeScene } from './questions/events.ts';
import { questionKinds } from './questions/question.ts';
import { askQuestionPairs, draftQuestions, questionText } from './questions.ts';
import { createRandom } from './random.ts';
import type { Scene } from './scene.ts';
import { bareScene } from './testing/bare-scene.ts';
import { splitWords, vocabulary } from './vocabulary.ts';

describe('questions about details, order and all kinds', () => {
  const white = { colour: 'white', rgb: [255, 255, 255] } as const;
  const look = {
    rgb: [0, 0, 0],
    radius: 0.1,
    x: 0.5,
    y: 0.5,
    distance: 0,
    rotationRadians: 0,
    motion: 'still',
  } as const;
  const scene: Scene = {
    ...bareScene,
    objects: [
      { ...look, shape: 'star', colour: 'blue', visible: { from: 0.6, to: 1 } },
      { ...look, shape: 'circle', colour: 'red', visible: { from: 0.2, to: 1 } },
      { ...look, shape: 'cross', colour: 'green' },
    ],
    writing: { ...white, lines: [[4, 0, 7, 4]], x: 0.5, y: 0.2, pitch: 0.13, height: 0.14, linePitch: 0.14 },
  };
  const random = createRandom('validation', 24, 0);
  const ask = (kind: (typeof questionKinds)[number]) =>
    Array.from({ length: 60 }, () => draftQuestions(kind, { scene, random, moving: true })).flat();

  test('a line is read from left to right; the options are other lines', () => {
    for (const draft of ask('digits')) {
      expect(draft.answer).toBe('4 0 7 4');
      for (const { right, wrong } of draft.choices) {
        expect(right).toBe('4 0 7 4');
        expect(wrong).not.toContain(right);
        expect(wrong.every((line) => /^\d \d \d \d$/.test(line))).toBe(true);
      }
    }
  });

  test('a place in a line has one digit', () => {
    const at = { first: '4', second: '0', third: '7', fourth: '4', last: '4' };
    const seen = new Set<string>();
    for (const { text, answer } of ask('digit-at')) {
      const place = Object.keys(at).find((name) => text.includes(name)) as keyof typeof at;
      seen.add(place);
      expect(answer, text).toBe(at[place]);
    }
    expect(seen.size).toBe(5);
  });

  test('of several lines each is asked about by its names', () => {
    const lines = [
      [4, 0, 7],
      [1, 1, 2],
      [9, 8, 3],
    ];
    const threeLines: Scene = { ...scene, writing: { ...scene.writing!, lines } };
    const context = { scene: threeLines, random, moving: true };
    const lineOf = (text: string): number[] | undefined =>
      lines[
        [
          /first (line|row)|top/,
          /second (line|row)|middle/,
          /third (line|row)|last (line|row)|bottom/,
        ].findIndex((name) => name.test(text))
      ];
    const at = ['first', 'second', 'third'];
    for (let time = 0; time < 40; time += 1) {
      for (const { text, answer, choices } of draftQuestions('digits', context)) {
        expect(answer, text).toBe(lineOf(text)?.join(' '));
        expect(choices[0]!.wrong).not.toContain(answer);
      }
      for (const { text, answer } of draftQuestions('digit-at', context)) {
        const place = /(first|second|third|last) (digit|one)/.exec(text)![1]!;
        expect(answer, text).toBe(String(lineOf(text)?.at(place === 'last' ? -1 : at.indexOf(place))));
      }
    }
    expect(draftQuestions('description', context)).toEqual([]);
  });

  test('among small shapes the odd one is asked for, and the large ones are named in full and not counted', () => {
    const field = {
      ...white,
      rows: 2,
      columns: 3,
      shape: 'square',
      oddShape: 'diamond',
      oddIndex: 2,
      x: 0.5,
      y: 0.5,
      pitchX: 0.13,
      pitchY: 0.13,
    } as const;
    const { writing: _, ...blank } = scene;
    const context = { scene: { ...blank, objects: scene.objects.slice(2), field }, random, moving: true };
    for (let time = 0; time < 60; time += 1) {
      expect(draftQuestions('odd', context)[0]?.answer).toBe('diamond');
      for (const kind of ['count', 'description', 'digits', 'digit'] as const)
        expect(draftQuestions(kind, context)).toEqual([]);
      for (const { text, answer } of draftQuestions('is-there', context))
        if (answer === 'no') expect(text).not.toMatch(/square|diamond|white/);
      for (const { text } of draftQuestions('shape', context)) expect(text).toMatch(/green/i);
    }
  });

  test('what appears first is the circle, what appears last the star, whichever is named first', () => {
    const firstNamed = new Set<string>();
    for (const { text, answer, accepted } of ask('order')) {
      expect(text).not.toMatch(/cross/);
      firstNamed.add(text.indexOf('star') < text.indexOf('circle') ? 'star' : 'circle');
      const circleFirst = text.indexOf('circle') < text.indexOf('star');
      if (answer === 'yes' || answer === 'no') {
        const saysBefore = /before|earlier/.test(text);
        expect(answer, text).toBe(circleFirst === saysBefore ? 'yes' : 'no');
      } else {
        const asksForFirst = /first|before/i.test(text);
        expect(answer, text).toContain(asksForFirst ? 'circle' : 'star');
        expect(accepted).toContain(asksForFirst ? 'circle' : 'star');
      }
    }
    expect(firstNamed.size).toBe(2);
  });

  test('a thing that appears is not said to be anywhere at the start, nor to be there for a moment only', () => {
    const places = ask('where').filter(({ text }) => /\b(circle|star|red|blue)\b/.test(text));
    expect(places.filter(({ text }) => /start|first|beginning/.test(text))).toEqual([]);
    expect(ask('brief').every(({ answer }) => answer === 'no' || answer === 'nothing')).toBe(true);
  });

  test('a still, or a clip without, has neither order nor lines nor small shapes', () => {
    const { writing: _, ...blank } = scene;
    const bare = { ...blank, objects: scene.objects.slice(2) };
    for (const kind of ['digits', 'digit-at', 'order', 'odd'] as const)
      expect(draftQuestions(kind, { scene: bare, random, moving: true })).toEqual([]);
    expect(draftQuestions('order', { scene, random, moving: false })).toEqual([]);
    expect(draftQuestions('digit', { scene, random, moving: true })).toEqual([]);
  });

  test('the description tells the order and the digits', () => {
    expect(describeScene(scene, true)).toBe(
      'a green cross stays still, a red circle appears, a blue star appears and the digits 4 0 7 4 are shown',
    );
  });

  test('every kind turns up in both forms, in known words, with letters that point at the answers', () => {
    const known = new Set(vocabulary);
    const kinds = new Set<string>();
    for (let index = 0; index < 150; index += 1) {
      const some = createRandom('validation', 25, index);
      const made = makeScene(some, { moving: true });
      const options = { count: 16, moving: true };
      for (const { open, choice } of askQuestionPairs(made, some, options)) {
        kinds.add(open.kind);
        expect(open.text).toMatch(/^[A-Z][^{}]*$/);
        const words = [open, ...(choice ? [choice] : [])].flatMap((one) => [
          questionText(one),
          ...one.accepted,
        ]);
        expect(words.flatMap(splitWords).filter((word) => !known.has(word))).toEqual([]);
        if (!choice) continue;
        expect(choice.text).toBe(open.text);
        expect(open.options).toBeUndefined();
      }
    }
    expect([...kinds].sort()).toEqual([...questionKinds].sort());
  });
});
