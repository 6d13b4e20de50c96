import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { frameSourceConformance } from '../conformance/frame-source-conformance.ts';
import { languageModelConformance } from '../conformance/language-model-conformance.ts';
import { promptTemplateConformance } from '../conformance/prompt-template-conformance.ts';
import { tensorBackendConformance } from '../conformance/tensor-backend-conformance.ts';
import { visionEncoderConformance } from '../conformance/vision-encoder-conformance.ts';
import { fakeFrameSource } from './fake-frame-source.ts';
import { fakeLanguageModel } from './fake-language-model.ts';
import { fakePromptTemplate } from './fake-prompt-template.ts';
import { fakeTensorBackend } from './fake-tensor-backend.ts';
import { fakeVisionEncoder } from './fake-vision-encoder.ts';

const template = fakePromptTemplate();
const { parts: prompt } = template.render([
  { role: 'user', question: { text: 'What is on the left side?' } },
]);

frameSourceConformance('fakeFrameSource', { open: async () => fakeFrameSource() });
tensorBackendConformance('fakeTensorBackend', {
  create: () => {
    const backend = fakeTensorBackend();
    return { backend, liveTensors: () => backend.liveTensors };
  },
  goldens: await readAggregationGoldens(),
});
visionEncoderConformance('fakeVisionEncoder', { create: async () => fakeVisionEncoder() });
promptTemplateConformance('fakePromptTemplate', { create: fakePromptTemplate });
languageModelConformance('fakeLanguageModel', { create: async () => fakeLanguageModel(), prompt });
languageModelConformance('fakeLanguageModel with a fixed answer', {
  create: async () => fakeLanguageModel({ answer: 'It is a red ball on the left.', contextLength: 64 }),
  prompt,
});

async function framesOf(damagedFrames: readonly number[], indices: readonly number[]) {
  const frames = [];
  for await (const frame of fakeFrameSource({ frameCount: 10, damagedFrames }).frames({ indices })) {
    frames.push(frame);
  }
  return frames;
}

describe('fakeFrameSource', () => {
  test('substitutes damaged frames by the nearest', async () => {
    const frames = await framesOf([4, 5], [3, 4, 5, 9]);
    expect(frames.map(({ status, decodedIndex }) => `${status} ${decodedIndex}`)).toEqual([
      'exact 3',
      'substituted 3',
      'substituted 6',
      'exact 9',
    ]);
    expect(frames[1]!.data).toEqual(frames[0]!.data);
  });

  test('fails when more than half is damaged', async () => {
    await expect(framesOf([4, 5], [4, 5, 6])).rejects.toMatchObject({ code: 'video-damaged' });
  });
});

describe('fakeLanguageModel', () => {
  test('answers differently to different videos, questions and orders', async () => {
    const model = fakeLanguageModel();
    const answers = new Set<string>();
    for (const text of ['one two', 'two one', 'three four', 'four three', 'five', 'six', 'seven', 'eight']) {
      await using session = await model.session();
      await session.prefill([{ type: 'text', text }]);
      let answer = '';
      for await (const part of session.generate({ maxTokens: 8 })) {
        if (part.type === 'text-delta') answer += part.text;
      }
      answers.add(answer);
    }
    expect(answers.size).toBeGreaterThan(5);
  });

  test('tells unknown words, each once, and tells control from text', () => {
    const model = fakeLanguageModel({ unknownWords: ['zebra'] });
    const check = model.checkPrompt([
      { type: 'control', text: 'zebra ' },
      { type: 'text', text: 'zebra or zebra' },
    ]);
    expect(check).toEqual({ textTokens: 4, unknownWords: ['zebra'] });
  });

  test('stops where the context ends', async () => {
    const model = fakeLanguageModel({ contextLength: 6, answer: 'one two three four five' });
    await using session = await model.session();
    await session.prefill([{ type: 'text', text: 'a b c d' }]);
    const parts = [];
    for await (const part of session.generate({ maxTokens: 9 })) parts.push(part);
    expect(parts.at(-1)).toEqual({ type: 'generation-end', finishReason: 'context', tokens: 2 });
  });

  test('counts its sessions', async () => {
    const model = fakeLanguageModel();
    const session = await model.session();
    const fork = await session.fork();
    expect(model.liveSessions).toBe(2);
    await session.dispose();
    await fork.dispose();
    await fork.dispose();
    expect(model.liveSessions).toBe(0);
  });
});

describe('fakeVisionEncoder', () => {
  test('counts results that were not disposed', async () => {
    const encoder = fakeVisionEncoder({ rows: 1, columns: 1 });
    const data = new Uint8Array(12).fill(255);
    const frame = {
      index: 0,
      timestampSeconds: 0,
      width: 2,
      height: 2,
      data,
      status: 'exact',
      decodedIndex: 0,
    } as const;
    const tokens = await encoder.encode([frame]);
    expect([...(await tokens.read())]).toEqual([1, 1, 1, 2, 2, 2, 3, 3]);
    expect(encoder.liveTensors).toBe(1);
    tokens[Symbol.dispose]();
    tokens[Symbol.dispose]();
    expect(encoder.liveTensors).toBe(0);
  });
});
