import { openAssistant, type VideoAssistant, type WatchedVideo } from 'slowfast-llava';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixedClips } from './testing/fixed-clips.ts';
import { type PlainDecoder, plainDecoder } from './testing/plain-decoder.ts';

// Decisions of the whole pipeline beside the published graph run plainly: a prompt that is rendered, cut, cached, forked or read wrongly
// shows as probabilities that differ.

const settings = { cache: false, dtype: 'fp32', threads: 1 } as const;
const clip = new URL('clip-005.mp4', fixedClips.url);
const shapes = ['circle', 'square', 'star', 'cross'] as const;
const questions = {
  shape: { type: 'choice', text: 'What shape appears?', choices: shapes },
  star: { type: 'boolean', text: 'Is there a star?' },
  many: { type: 'score', text: 'How many shapes are there?', levels: ['one', 'two', 'three'] },
} as const;
/** How far sums in another order may take a probability. */
const tolerance = 1e-4;

let plain: PlainDecoder;
let assistant: VideoAssistant;
let video: WatchedVideo;
/** What the language model was given for the clip. */
let videoTokens: Float32Array;

beforeAll(async () => {
  plain = await plainDecoder();
  assistant = await openAssistant({
    ...settings,
    worker: false,
    stages: {
      languageModel: async (preset) => {
        const model = await preset.make();
        const session: typeof model.session = async () => {
          const made = await model.session();
          const prefill: typeof made.prefill = async (parts, options = {}) => {
            if (options.videoTokens) videoTokens = (await options.videoTokens.read()).slice();
            return made.prefill(parts, options);
          };
          return Object.assign(Object.create(made), { prefill });
        };
        return Object.assign(Object.create(model), { session });
      },
    },
  });
  video = await assistant.watch(clip);
});
afterAll(async () => {
  await assistant.dispose();
  await plain[Symbol.asyncDispose]();
});

/** Softmax over the logits of some words, and the part that they have of all. */
async function expected(question: string, answers: readonly string[]) {
  const logits = await plain.logits('<s> <user>', videoTokens, question);
  const weights = Array.from(logits, Math.exp);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ofAnswers = answers.map((word) => weights[plain.idOf(word)]!);
  const mass = ofAnswers.reduce((sum, weight) => sum + weight, 0);
  return { probabilities: ofAnswers.map((weight) => weight / mass), labelMass: mass / total };
}

function listed(text: string, options: readonly string[]): string {
  const lines = options.map((option, i) => `(${'ABCDE'[i]}) ${option}`);
  return `${text} ${lines.join(' ')} <assistant> Best option: (`;
}

function expectNear(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(Math.abs(found[i]! - value)).toBeLessThan(tolerance);
}

describe('beside the graph run plainly', () => {
  test('letters of choices and levels', async () => {
    const { shape, many } = await video.decide(questions);
    const letters = ['a', 'b', 'c', 'd'];
    const ofShape = await expected(listed(questions.shape.text, shapes), letters);
    expectNear(shape.probabilities, ofShape.probabilities);
    expectNear([shape.labelMass], [ofShape.labelMass]);
    const ofMany = await expected(listed(questions.many.text, questions.many.levels), letters.slice(0, 3));
    expectNear(many.probabilities, ofMany.probabilities);
    expectNear([many.score], [ofMany.probabilities[1]! + 2 * ofMany.probabilities[2]!]);
    expect(Math.abs(shape.probabilities.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-6);
  });

  test('yes and no', async () => {
    const { star } = await video.decide({ star: questions.star });
    const { probabilities, labelMass } = await expected('Is there a star? <assistant>', ['yes', 'no']);
    expectNear([star.probability, star.labelMass], [probabilities[0]!, labelMass]);
    expect(star.labels).toBe('tokens');
  });

  test('choices in all orders, each in its place', async () => {
    const { shape } = await video.decide({ shape: questions.shape }, { orders: 'all' });
    const sums = shapes.map(() => 0);
    for (const first of shapes.keys()) {
      const order = shapes.map((_, i) => shapes[(i + first) % shapes.length]!);
      const { probabilities } = await expected(listed(questions.shape.text, order), ['a', 'b', 'c', 'd']);
      for (const [place, name] of order.entries()) sums[shapes.indexOf(name)]! += probabilities[place]!;
    }
    expectNear(
      shape.probabilities,
      sums.map((sum) => sum / shapes.length),
    );
  });

  test('more choices than it has letters: the likelihood of each whole', async () => {
    const choices = ['circle', 'square', 'star', 'cross', 'a diamond', 'triangle'];
    const { shape } = await video.decide({ shape: { type: 'choice', text: 'What shape appears?', choices } });
    expect(shape.labels).toBe('likelihoods');
    const likelihoods: number[] = [];
    for (const choice of choices) {
      let likelihood = 1;
      let said = 'What shape appears? <assistant>';
      for (const word of [...choice.split(' '), '</s>']) {
        const logits = await plain.logits('<s> <user>', videoTokens, said);
        const weights = Array.from(logits, Math.exp);
        likelihood *= weights[plain.idOf(word)]! / weights.reduce((sum, weight) => sum + weight, 0);
        said += ` ${word}`;
      }
      likelihoods.push(likelihood);
    }
    const mass = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
    expectNear(
      shape.probabilities,
      likelihoods.map((likelihood) => likelihood / mass),
    );
    expectNear([shape.labelMass], [mass]);
    expect(shape.usage.answerTokens).toBe(7);
  });

  test('an option that answers a question', async () => {
    const { option, usage } = await video.ask({ text: questions.shape.text, options: shapes }).result();
    const { probabilities } = await expected(listed(questions.shape.text, shapes), ['a', 'b', 'c', 'd']);
    expectNear(option!.probabilities, probabilities);
    expect(option).toMatchObject({ letter: 'ABCD'[option!.index], text: shapes[option!.index] });
    expect(usage.answerTokens).toBe(1);
  });
});

test('choices that it has neither letters nor words for are refused by their name', async () => {
  const choices = ['circle', 'square', 'star', 'cross', 'pentagon', 'triangle'];
  const decided = video.decide({ shape: { type: 'choice', text: 'What shape appears?', choices } });
  await expect(decided).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining('"pentagon"'),
  });
});

test('a worker decides the same, and is cancelled', async () => {
  const here = await video.decide(questions);
  await using elsewhere = await openAssistant(settings);
  await using watched = await elsewhere.watch(clip);
  const { shape, star, many } = await watched.decide(questions);
  expectNear(shape.probabilities, here.shape.probabilities);
  expectNear([star.probability, many.score], [here.star.probability, here.many.score]);
  const controller = new AbortController();
  const onProgress = () => controller.abort(new DOMException('No longer wanted.', 'AbortError'));
  const left = watched.decide(questions, { signal: controller.signal, onProgress });
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
});
