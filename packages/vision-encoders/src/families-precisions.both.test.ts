import { decodeFloat32 } from '@slowfast/test-kit';
import { describe, expect, it } from 'vitest';
import { onnxVisionEncoder } from './index.ts';
import { frameOf, openFamily, pictureOf, relativeDifference } from './testing/family-model.ts';

/**
 * Largest difference to what Python's onnxruntime 1.32 computes with the same file, by the largest feature. Measured with
 * onnxruntime-node and -web 1.30: 6e-4 where numbers are halves, at most 1.2e-6 elsewhere. The precisions themselves are
 * 2e-3 (fp16), 0.05 (8 bits) and 0.35 (4 bits, of weights that are random) away from float32.
 */
const precisions = [
  { dtype: 'fp16', suffix: '_fp16', tolerance: 1e-3 },
  { dtype: 'q8', suffix: '_quantized', tolerance: 1e-5 },
  { dtype: 'int8', suffix: '_int8', tolerance: 1e-5 },
  { dtype: 'uint8', suffix: '_uint8', tolerance: 1e-5 },
  { dtype: 'q4', suffix: '_q4', tolerance: 1e-5 },
  { dtype: 'q4f16', suffix: '_q4f16', tolerance: 1e-3 },
] as const;

describe('LLaVA-OneVision in other precisions', async () => {
  const { folder, oracle } = await openFamily('llava-onevision');
  const { picture, size, values } = oracle.features;

  it.each(precisions)('$dtype: the features of another build of the runtime', async (precision) => {
    const { dtype, suffix, tolerance } = precision;
    const { every, features } = oracle.precisions![suffix]!;
    await using encoder = await onnxVisionEncoder(folder, { dtype });
    using tokens = await encoder.encode([frameOf(pictureOf(picture))]);
    const found = await tokens.read();
    expect(relativeDifference(someTokens(found, size, every), decodeFloat32(features))).toBeLessThan(
      tolerance,
    );
    expect(relativeDifference(found, decodeFloat32(values))).toBeGreaterThan(1e-3);
  });
});

/** The first token, and every so many after it. */
function someTokens(values: Float32Array, size: number, every: number): Float32Array {
  return values.filter((_, i) => Math.floor(i / size) % every === 0);
}
