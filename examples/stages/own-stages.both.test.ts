import { fakeVisionEncoder, visionEncoderConformance } from '@slowfast/test-kit';
import { type AssistantOptions, openAssistant, type ReductionSettings } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { everyNthFrame } from '../plug-ins/every-nth-frame.ts';
import { meanOfGroups } from '../plug-ins/mean-of-groups.ts';
import { clips } from '../testing/clips.ts';
import { brighteningEncoder } from './brightening-encoder.ts';

// Plug-ins of one's own in an assistant: in this thread and in a worker of one's own, in Node and in a page.

const square = new URL('square.webm', clips.url);

visionEncoderConformance('brighteningEncoder', {
  create: async () => brighteningEncoder(fakeVisionEncoder()),
});

const workerThreads = typeof Worker === 'undefined' ? await import('node:worker_threads') : undefined;
// The address is literal, where bundlers look for it.
const startWorker = () =>
  workerThreads
    ? new workerThreads.Worker(new URL('./worker.ts', import.meta.url))
    : new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });

/** The answer about a clip of 36 frames, and how it was reduced. */
async function ask(options: AssistantOptions, reduction: ReductionSettings = {}) {
  await using assistant = await openAssistant({ cache: false, threads: 1, ...options });
  await using video = await assistant.watch(square, { reduction });
  const { aggregation, tokens } = video.plan;
  const answer = await video.ask('What shape appears?').text();
  return { answer, aggregation, tokens: tokens.total, frames: video.frames.map(({ index }) => index) };
}

test('a sampler looks where it wants, within an aggregation of the model', async () => {
  const { answer, frames } = await ask({ worker: false, stages: { sampler: everyNthFrame(5) } });
  expect(answer).toBe('square');
  expect(frames).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
});

test("an aggregator reduces what the model's sampler chose", async () => {
  const { answer, aggregation, tokens, frames } = await ask({
    worker: false,
    stages: { aggregator: meanOfGroups(4) },
  });
  expect({ answer, aggregation, tokens, frames: frames.length }).toEqual({
    ...{ answer: 'square', aggregation: 'mean_of_4', tokens: 256, frames: 16 },
  });
});

test("an encoder is made around the checkpoint's", async () => {
  let frames = 0;
  const { answer } = await ask({
    worker: false,
    stages: {
      encoder: async (preset) => {
        const encoder = brighteningEncoder(await preset.make());
        const encode: typeof encoder.encode = (chunk, options) => {
          frames += chunk.length;
          return encoder.encode(chunk, options);
        };
        return { ...encoder, encode };
      },
    },
  });
  expect(answer).toBe('square');
  expect(frames).toBe(16);
});

test('settings that a stage can not follow are refused; one that is a function follows them', async () => {
  const sampler = everyNthFrame(5);
  await expect(ask({ worker: false, stages: { sampler } }, { frames: 4 })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining("frames can't be 4: expected none: stages.sampler decides it"),
  });
  const aggregator = meanOfGroups(4);
  const other = ask({ worker: false, stages: { aggregator } }, { aggregation: 'concat' });
  await expect(other).rejects.toThrow('stages.aggregator decides it');
  const within = ask({ worker: false, stages: { aggregator } }, { budgetTokens: 100 });
  await expect(within).rejects.toThrow("budgetTokens can't be 100");
  const following = ({ framesPerSecond = 1 }: ReductionSettings) =>
    everyNthFrame(Math.round(12 / framesPerSecond));
  const { frames } = await ask({ worker: false, stages: { sampler: following } }, { framesPerSecond: 2 });
  expect(frames).toEqual([0, 6, 12, 18, 24, 30]);
});

test('an aggregator that is chosen by its id, beside the notation as ever', async () => {
  const aggregator = ({ aggregation }: ReductionSettings) =>
    aggregation === 'mean_of_4' ? meanOfGroups(4) : undefined;
  const options = { worker: false, stages: { aggregator } } as const;
  const own = await ask(options, { aggregation: 'mean_of_4', frames: 8 });
  expect(own).toMatchObject({ aggregation: 'mean_of_4', tokens: 128 });
  expect(await ask(options, { aggregation: 'concat', frames: 2 })).toMatchObject({ tokens: 128 });
  await expect(ask(options, { aggregation: 'mean_of_5' })).rejects.toMatchObject({
    code: 'invalid-aggregation',
  });
});

test('an aggregator that makes other tokens than it counts is refused', async () => {
  const aggregator = { ...meanOfGroups(4), countTokens: () => ({ slow: 200, fast: 0, total: 200 }) };
  await expect(ask({ worker: false, stages: { aggregator } })).rejects.toMatchObject({
    code: 'aggregation-mismatch',
    message: expect.stringMatching(/mean_of_4 .*found a result of \[256, \d+\], expected \[200, \d+\]/),
  });
});

test('a worker with stages of its own', async () => {
  const { answer, aggregation, frames } = await ask({ worker: startWorker }, { framesPerSecond: 4 });
  expect({ answer, aggregation, frames: frames.length }).toEqual({
    ...{ answer: 'square', aggregation: 'mean_of_2', frames: 12 },
  });
});

test('stages can not be sent to a worker', async () => {
  await expect(openAssistant({ stages: {} })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining('serveAssistant({ stages })'),
  });
});
