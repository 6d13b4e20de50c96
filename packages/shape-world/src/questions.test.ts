import { describe, expect, test } from 'vitest';
import { makeScene } from './make-scene.ts';
import { describeScene } from './questions/events.ts';
import type { Question } from './questions/question.ts';
import { questionKinds } from './questions/question.ts';
import { wordings } from './questions/wordings.ts';
import { askQuestions, draftQuestions, offerOptions, questionText } from './questions.ts';
import { createRandom } from './random.ts';
import type { Scene } from './scene.ts';
import { isBrief } from './scene.ts';
import { bareScene } from './testing/bare-scene.ts';
import { splitWords, vocabulary } from './vocabulary.ts';

const samples = Array.from({ length: 300 }, (_, index) => {
  const random = createRandom('validation', 21, index);
  const scene = makeScene(random, { moving: true });
  return { scene, questions: askQuestions(scene, random, { count: 24, moving: true }) };
});

const rightText = (question: Question): string =>
  question.options ? (question.options['ABCDE'.indexOf(question.answer)] as string) : question.answer;

/** The object that a question names, by shape, by colour or because there is only one. */
function namedObject(scene: Scene, text: string) {
  const words = splitWords(text);
  return (
    scene.objects.find((object) => words.includes(object.shape)) ??
    scene.objects.find((object) => words.includes(object.colour)) ??
    (scene.objects.length === 1 ? scene.objects[0] : undefined)
  );
}

describe('askQuestions', () => {
  test('equal generators give equal questions', () => {
    const ask = () => {
      const random = createRandom('test', 1, 1);
      return askQuestions(makeScene(random, { moving: true }), random, { count: 12, moving: true });
    };
    expect(ask()).toEqual(ask());
  });

  test('all words of questions, options and answers are in the vocabulary', () => {
    const known = new Set(vocabulary);
    const texts = samples.flatMap(({ questions }) =>
      questions.flatMap((one) => [questionText(one), ...one.accepted]),
    );
    expect([...new Set(texts.flatMap(splitWords))].filter((word) => !known.has(word))).toEqual([]);
  });

  test('every kind turns up, open-ended and as multiple choice', () => {
    const all = samples.flatMap(({ questions }) => questions);
    for (const kind of questionKinds) {
      expect(all.some((one) => one.kind === kind)).toBe(true);
    }
    for (const count of [2, 3, 4, 5]) expect(all.some((one) => one.options?.length === count)).toBe(true);
  });

  test('no text is left unfilled, and every one begins with a capital', () => {
    for (const { text } of samples.flatMap(({ questions }) => questions)) {
      expect(text).not.toMatch(/[{}]/);
      expect(text).toMatch(/^[A-Z]/);
    }
  });

  test('colour, shape and place agree with the object that is named', () => {
    for (const { scene, questions } of samples) {
      for (const question of questions) {
        const asksDigit = /digit|number/i.test(question.text);
        const object = namedObject(scene, question.text);
        const flashes = scene.objects.find(isBrief);
        const expected = object ?? flashes;
        if (question.kind === 'colour' && !asksDigit) expect(rightText(question)).toBe(expected?.colour);
        if (question.kind === 'shape') expect(rightText(question).replace('a ', '')).toBe(expected?.shape);
        if (question.kind === 'digit' && !question.options) {
          expect(question.answer).toBe(scene.digit ? String(scene.digit.value) : 'none');
        }
      }
    }
  });

  test('questions that take time are not asked about a still', () => {
    const random = createRandom('validation', 22, 0);
    const questions = askQuestions(makeScene(random, { moving: false }), random, {
      count: 200,
      moving: false,
    });
    expect(questions.filter(({ kind }) => kind === 'motion' || kind === 'brief')).toEqual([]);
  });
});

describe('the exact wordings that are promised', () => {
  test.each([
    [wordings.onlyShape, 'what shape appears?'],
    [wordings.motion, 'where does {thing} go?'],
    [wordings.motion, 'how does {thing} move?'],
    [wordings.colour, 'what {colour} is {thing}?'],
    [wordings.description, 'describe the {medium}.'],
  ])('%#: %s holds "%s"', (list, wording) => {
    expect(list).toContain(wording);
  });
});

describe('offerOptions', () => {
  const random = createRandom('validation', 23, 0);
  const scene = makeScene(random, { moving: true });
  const [draft] = draftQuestions('count', { scene, random, moving: true });

  test('has two to five different options, and the answer’s letter points at the right one', () => {
    if (!draft) throw new Error('A scene can always be counted.');
    for (let round = 0; round < 100; round += 1) {
      const choices = random.pick(draft.choices);
      const question = offerOptions(draft, choices, random);
      const options = question.options ?? [];
      expect(options.length).toBeGreaterThan(1);
      expect(options.length).toBeLessThan(6);
      expect(new Set(options).size).toBe(options.length);
      expect(options['ABCDE'.indexOf(question.answer)]).toBe(choices.right);
      expect(questionText(question).split('\n')).toHaveLength(options.length + 1);
    }
  });
});

describe('describeScene', () => {
  test('tells what lasts, then what is brief, then the digit', () => {
    const look = { rgb: [0, 0, 0], radius: 0.1, x: 0.5, y: 0.5, distance: 0.3, rotationRadians: 0 } as const;
    const scene: Scene = {
      ...bareScene,
      objects: [
        { ...look, shape: 'circle', colour: 'orange', motion: 'still', visible: { from: 0.4, to: 0.5 } },
        { ...look, shape: 'star', colour: 'red', motion: 'left' },
        { ...look, shape: 'square', colour: 'blue', motion: 'still' },
      ],
      digit: { value: 3, colour: 'white', rgb: [255, 255, 255], x: 0.1, y: 0.1, height: 0.2 },
    };
    expect(describeScene(scene, true)).toBe(
      'a blue square stays still, a red star moves to the left, an orange circle appears briefly and the digit 3 is shown',
    );
    expect(describeScene(scene, false)).toBe('a blue square, a red star, an orange circle and the digit 3');
  });
});
