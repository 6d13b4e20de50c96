import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  largestDifference,
  loadTinyDecoderGraph,
  readStates,
  sequencePieces,
} from './load-tiny-decoder-graph.ts';
import { type TestRuntime, testRuntimes } from './test-runtimes.ts';
import { type DecoderGraphLayout, decoderGraphLayouts, oracleCases } from './tiny-checkpoint.ts';

const cases = await oracleCases();

/** How much is tested. */
export interface DecoderGraphExtent {
  readonly isTested: (layout: DecoderGraphLayout, runtime: TestRuntime) => boolean;
  /** Steps of the greedy answer to the first question where steps are slow; the others have 16. */
  readonly slowSteps: number;
  /** Lengths of chunks where steps are slow; elsewhere there are shorter ones. */
  readonly slowChunks: readonly number[];
}

/** A tiny decoder graph beside transformers, in each layout on each runtime that it is to be tested on. */
export function decoderGraphsBesideTransformers({
  isTested,
  slowSteps,
  slowChunks,
}: DecoderGraphExtent): void {
  const setups = testRuntimes.flatMap((each) =>
    decoderGraphLayouts.filter((layout) => isTested(layout, each)).map((layout) => ({ ...each, layout })),
  );

  describe.each(setups)('$layout on $name', (setup) => {
    const { runtime, layout, hasHalfPrecision, slowReason, logitsTolerance } = setup;
    let single: Awaited<ReturnType<typeof loadTinyDecoderGraph>>;
    beforeAll(async () => {
      single = await loadTinyDecoderGraph('fp32', runtime, layout);
    });
    afterAll(() => single.dispose());

    test.each(cases)('logits equal those of transformers: $question', async (oracle) => {
      const { logits } = await single.extend(single.start, sequencePieces(oracle), 1000);
      expect(largestDifference(logits!, oracle.logits)).toBeLessThan(logitsTolerance);
    });

    const greedyCases = cases.map((oracle, i) => ({
      ...oracle,
      steps: slowReason === undefined ? 64 : i > 0 ? 16 : slowSteps,
    }));
    test.each(greedyCases)(
      'greedy ids equal those of transformers for $steps steps: $question',
      async (oracle) => {
        let state = await single.extend(single.start, sequencePieces(oracle), 1000);
        const ids: number[] = [];
        // The oracle was kept from ending, so its end tokens (380 and 382) were never chosen.
        const isEnd = (id: number) => id === 380 || id === 382;
        for (let step = 0; step < oracle.steps; step++) {
          const order = [...state.logits!.keys()].filter((id) => !isEnd(id));
          const best = order.reduce((a, b) => (state.logits![b]! > state.logits![a]! ? b : a));
          ids.push(best);
          state = await single.extend(state, [{ kind: 'ids', ids: [best] }], 1000);
        }
        expect(ids).toEqual(oracle.greedy.slice(0, oracle.steps));
      },
    );

    const isSkipped = (chunkTokens: number) => slowReason !== undefined && !slowChunks.includes(chunkTokens);
    test.for([1, 2, 7, 64])(
      'a prompt in chunks of %i equals the whole within 1e-5',
      async (chunkTokens, { skip }) => {
        skip(isSkipped(chunkTokens), `${slowReason}, and this takes many runs`);
        for (const oracle of cases) {
          const whole = await single.extend(single.start, sequencePieces(oracle), 1000);
          const chunked = await single.extend(single.start, sequencePieces(oracle), chunkTokens);
          expect(largestDifference(chunked.logits!, whole.logits!)).toBeLessThan(1e-5);
          const [a, b] = [await readStates(chunked), await readStates(whole)];
          expect(a).toHaveLength(4);
          a.forEach((values, i) => {
            expect(largestDifference(values as Float32Array, b[i] as Float32Array)).toBeLessThan(1e-5);
          });
        }
      },
    );

    describe.skipIf(!hasHalfPrecision)(
      hasHalfPrecision ? 'half precision' : 'half precision: the graphics adapter has no shader-f16',
      () => {
        let half: Awaited<ReturnType<typeof loadTinyDecoderGraph>>;
        beforeAll(async () => {
          half = await loadTinyDecoderGraph('fp16', runtime, layout);
        });
        afterAll(() => half?.dispose());

        test.each(cases)('one position of logits, no position_ids: $question', async (oracle) => {
          const whole = await half.extend(half.start, sequencePieces(oracle), 1000);
          const chunked = await half.extend(half.start, sequencePieces(oracle), 5);
          const spread = oracle.logits.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
          expect(largestDifference(whole.logits!, oracle.logits) / spread).toBeLessThan(0.01);
          expect(largestDifference(chunked.logits!, oracle.logits) / spread).toBeLessThan(0.01);
        });
      },
    );
  });
}
