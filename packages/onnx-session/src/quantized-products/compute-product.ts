import type { QuantizedProduct } from '@slowfast/onnx-format';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor, type OnnxTensor } from '../onnx-tensor.ts';
import { knownAnswer } from './known-answer.ts';

/** What a product came out as whose result is known. */
export interface ComputedProduct {
  /** The value that is furthest from what is right, and what is right there. */
  readonly found: number;
  readonly expected: number;
  readonly isRight: boolean;
}

/** Rows of ones (1) and zeros (0): one of them and several go different ways in a runtime. */
const runs: readonly (readonly number[])[] = [[1], [0], [1, 0, 1, 1, 0]];
const tolerance = 1e-4;

/**
 * Computes a product of this kind whose result is known; undefined where there is no such product or the runtime does not take
 * its tiny model. Cost: a session of a few kilobytes is opened, some milliseconds.
 *
 * @param largest magnitude of its largest weight, where weights are signed.
 * @param open opens a model as it is.
 * @param config configuration entries of the session.
 */
export async function computeProduct(
  product: QuantizedProduct,
  largest: number,
  open: OnnxRuntime['open'],
  config: Readonly<Record<string, string>>,
): Promise<ComputedProduct | undefined> {
  const answer = knownAnswer(product, largest);
  if (!answer) return undefined;
  const { model, inputs, expected } = answer;
  let furthest: ComputedProduct = { found: expected[0], expected: expected[0], isRight: true };
  try {
    await using session = await open(model, { config, threads: 1 });
    for (const rows of runs) {
      const x = float32Tensor(
        Float32Array.from({ length: rows.length * inputs }, (_, at) => rows[Math.floor(at / inputs)]!),
        [rows.length, inputs],
      );
      const { data } = (await session.run({ x })).y as OnnxTensor;
      const values = data as Float32Array;
      for (const [at, found] of values.entries()) {
        const row = rows[Math.floor(at / (values.length / rows.length))]!;
        const right = row * expected[at % 2 === 0 ? 0 : 1];
        if (isFurther(found, right, furthest)) furthest = { found, expected: right, isRight: true };
      }
    }
  } catch {
    return undefined;
  }
  const isRight = Math.abs(furthest.found - furthest.expected) <= tolerance * inputs;
  return { ...furthest, isRight };
}

/** Whether a value is further from what is right; one that is no number is furthest. */
function isFurther(found: number, right: number, than: ComputedProduct): boolean {
  return !(Math.abs(found - right) <= Math.abs(than.found - than.expected));
}
