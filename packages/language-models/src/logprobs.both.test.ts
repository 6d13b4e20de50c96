import { hostTensor } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { onnxLanguageModel } from './index.ts';
import {
  largestDifference,
  loadTinyDecoderGraph,
  sequencePieces,
} from './testing/load-tiny-decoder-graph.ts';
import { testRuntimes } from './testing/test-runtimes.ts';
import {
  collect,
  decoderGraphLayouts,
  oracleCases,
  promptParts,
  tinyCheckpoint,
} from './testing/tiny-checkpoint.ts';

/** The logarithms of a softmax as it is written down. */
function plainLogprobs(logits: Float32Array): Float32Array {
  const weights = Array.from(logits, (logit) => Math.exp(logit));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float32Array.from(weights, (weight) => Math.log(weight / total));
}

const [oracle] = await oracleCases();
const { runtime, logitsTolerance } = testRuntimes[0]!;

test.each(decoderGraphLayouts)(
  'logprobs are those of transformers and of a plain softmax, whatever sampling does: %s',
  async (layout) => {
    await using model = await onnxLanguageModel(await tinyCheckpoint(layout), { runtime });
    await using session = await model.session();
    const videoTokens = hostTensor(oracle!.video, [oracle!.video.length / 32, 32]);
    await session.prefill(promptParts(oracle!), { videoTokens });
    const sampled = { maxTokens: 12, temperature: 3, topK: 40, repetitionPenalty: 1.3, seed: 4 };
    const { parts, text } = await collect(session.generate({ ...sampled, logprobs: 5 }));
    const told = parts.flatMap(({ logprobs = [] }) => logprobs);
    expect(told).toHaveLength(12);
    const written = Uint8Array.from(told.flatMap(({ bytes }) => bytes));
    expect(new TextDecoder().decode(written)).toBe(text);
    expect(
      new Set(told.map(({ id, top }) => top!.findIndex((likely) => likely.id === id))).size,
    ).toBeGreaterThan(1);

    // The answer forced on the graph token by token.
    const graph = await loadTinyDecoderGraph('fp32', runtime, layout);
    try {
      let state = await graph.extend(graph.start, sequencePieces(oracle!), 64);
      const ofTransformers = plainLogprobs(oracle!.logits);
      expect(largestDifference(plainLogprobs(state.logits!), ofTransformers)).toBeLessThan(logitsTolerance);
      for (const { id, logprob, top } of told) {
        const expected = plainLogprobs(state.logits!);
        expect(logprob).toBeCloseTo(expected[id]!, 4);
        const likeliest = expected.toSorted((a, b) => b - a);
        for (const [rank, likely] of top!.entries()) {
          expect(likely.logprob).toBeCloseTo(likeliest[rank]!, 4);
          expect(likely.logprob).toBeCloseTo(expected[likely.id]!, 4);
        }
        const before = state;
        state = await graph.extend(before, [{ kind: 'ids', ids: [id] }], 64);
        before.states.release();
      }
      state.states.release();
    } finally {
      await graph.dispose();
    }
  },
);
