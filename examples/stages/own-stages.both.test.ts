import type { Tensor } from '@slowfast/spec';
import { onnxBackend } from '@slowfast/tensor-backends/onnx';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import {
  type BackendUnderTest,
  fakeVisionEncoder,
  frameSamplerConformance,
  tokenAggregatorConformance,
  visionEncoderConformance,
} from '@slowfast/test-kit';
import { type AssistantOptions, openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { clips } from '../testing/clips.ts';
import { brighteningEncoder } from './brightening-encoder.ts';
import { denseEndFrames } from './dense-end-frames.ts';
import { windowMeans } from './window-means.ts';

// An encoder, a sampler and an aggregator of one's own: what they promise, and in an assistant, in Node and in a page.

const square = new URL('square.webm', clips.url);

frameSamplerConformance('denseEndFrames', { create: () => denseEndFrames(16) });
visionEncoderConformance('brighteningEncoder', {
  create: async () => brighteningEncoder(fakeVisionEncoder()),
});

const backends: Readonly<Record<string, () => BackendUnderTest<Tensor>>> = {
  reference: () => {
    const backend = referenceBackend();
    return { backend, liveTensors: () => backend.liveTensors };
  },
  onnx: () => {
    const backend = onnxBackend({ threads: 1 });
    return { backend, liveTensors: () => backend.liveTensors };
  },
};
for (const [name, createBackend] of Object.entries(backends)) {
  tokenAggregatorConformance(`windowMeans on ${name}`, {
    create: () => windowMeans(3, { rows: 2, columns: 2 }),
    createBackend,
  });
}

const WorkerHere = typeof Worker === 'undefined' ? (await import('node:worker_threads')).Worker : Worker;
const startWorker = () =>
  new WorkerHere(new URL('./worker.ts', import.meta.url), { type: 'module' } as object);

/** The answer about a clip, and how it was reduced. */
async function ask(options: AssistantOptions, reduction = {}) {
  await using assistant = await openAssistant({ cache: false, threads: 1, ...options });
  await using video = await assistant.watch(square, { reduction });
  const { aggregation, slowPositions, tokens } = video.plan;
  const { answer } = await video.ask('What shape appears?').result();
  return { answer, aggregation, slow: slowPositions.length, tokens: tokens.total, frames: video.frames };
}

test('a sampler of one’s own looks where it wants, within an aggregation of the model', async () => {
  const sampler = denseEndFrames(8);
  const { answer, frames } = await ask({ worker: false, stages: { sampler } });
  expect(answer).toBe('square');
  expect(frames).toHaveLength(8);
  const gaps = frames.slice(1).map(({ index }, i) => index - frames[i]!.index);
  expect(gaps[0]).toBeGreaterThan(gaps.at(-1)!);
});

test('an aggregator of one’s own reduces what the model’s sampler chose', async () => {
  const aggregator = windowMeans(4, { rows: 4, columns: 4 });
  const reduced = await ask({ worker: false, stages: { aggregator } });
  expect(reduced).toMatchObject({
    ...{ answer: 'square', aggregation: 'window-means-4-4x4', slow: 16, tokens: 64 },
  });
});

test('an encoder of one’s own takes what the preset’s would have got', async () => {
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

test('settings that a stage of one’s own can’t follow are refused; one that is a function follows them', async () => {
  const fixed = ask({ worker: false, stages: { sampler: denseEndFrames(8) } }, { frames: 4 });
  await expect(fixed).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining("frames can't be 4: expected none: stages.sampler decides it"),
  });
  const aggregator = windowMeans(4, { rows: 4, columns: 4 });
  const other = ask({ worker: false, stages: { aggregator } }, { aggregation: 'concat' });
  await expect(other).rejects.toThrow('stages.aggregator decides it');
  const within = ask({ worker: false, stages: { aggregator } }, { budgetTokens: 100 });
  await expect(within).rejects.toThrow("budgetTokens can't be 100");
  const sampler = ({ frames = 8 }) => denseEndFrames(frames);
  expect((await ask({ worker: false, stages: { sampler } }, { frames: 4 })).frames).toHaveLength(4);
});

test('a worker of one’s own, in Node and in a page', async () => {
  const { aggregation, frames, answer } = await ask({ worker: startWorker }, { frames: 6 });
  expect({ aggregation, frames: frames.length, answer }).toEqual({
    ...{ aggregation: 'window-means-2-4x4', frames: 6, answer: 'square' },
  });
});

test('stages can’t be sent to a worker', async () => {
  await expect(openAssistant({ stages: {} })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining('serveAssistant({ stages })'),
  });
});
