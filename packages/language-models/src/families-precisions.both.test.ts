import { decodeFloat32 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { loadFamily, openFamily, pictureTokens, relativeDifference } from './testing/family-model.ts';
import { testRuntimes } from './testing/test-runtimes.ts';

const { oracle } = await openFamily('llava-onevision');
const expected = decodeFloat32(oracle.answer.logits);

/**
 * `build`: largest difference, by the largest logit, to what Python's onnxruntime 1.32 computes with the same files, vision
 * model and decoder graph in a row. Measured with onnxruntime-node 1.30: 5e-4 and 1.3e-3 where numbers are halves, 0 elsewhere.
 * `exact`: the same to float32, which is what the precision itself costs: 0.002, 0.09 to 0.11, and 0.49 for 4 bits of weights
 * that are random.
 */
const precisions = [
  { dtype: 'fp16', suffix: '_fp16', build: 1e-3, exact: 3e-3 },
  { dtype: 'q8', suffix: '_quantized', build: 1e-5, exact: 0.1 },
  { dtype: 'int8', suffix: '_int8', build: 1e-5, exact: 0.12 },
  { dtype: 'uint8', suffix: '_uint8', build: 1e-5, exact: 0.1 },
  { dtype: 'q4', suffix: '_q4', build: 1e-5, exact: 0.5 },
  { dtype: 'q4f16', suffix: '_q4f16', build: 2e-3, exact: 0.5 },
] as const;

describe.each(testRuntimes.filter(({ slowReason }) => slowReason === undefined))(
  'LLaVA-OneVision in other precisions on $name',
  ({ runtime }) => {
    test.each(precisions)(
      '$dtype: logits of a prompt with a picture',
      async ({ dtype, suffix, build, exact }) => {
        const model = await loadFamily('llava-onevision', runtime, dtype);
        try {
          const ids = oracle.prompts[oracle.answer.prompt]!.modelIds;
          const prompt = model.prompt(ids, await pictureTokens('llava-onevision', runtime, dtype));
          const { logits } = await model.extend(model.start, prompt, 10_000);
          const sameFiles = decodeFloat32(oracle.precisions![suffix]!.logits);
          expect(relativeDifference(logits!, sameFiles)).toBeLessThan(build);
          expect(relativeDifference(logits!, expected)).toBeLessThan(exact);
          expect(relativeDifference(logits!, expected)).toBeGreaterThan(1e-3);
        } finally {
          await model.dispose();
        }
      },
    );
  },
);
