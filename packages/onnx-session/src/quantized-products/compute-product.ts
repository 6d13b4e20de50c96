import type { QuantizedProduct } from '@slowfast/onnx-format';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor } from '../onnx-tensor.ts';
import { knownAnswer } from './known-answer.ts';

/** What a product came out as whose result is known. */
export interface ComputedProduct {
  /** The value that is furthest from what is right, and what is right there. */
  readonly found: number;
  readonly expected: number;
  readonly isRight: boolean;
}

/** Products of one row and of several go different ways in a runtime. */
const rowCounts = [1, 5];
const tolerance = 1e-4;

/**
 * Computes a product of this kind whose result is known; undefined where there is no such product or the runtime does not take
 * its tiny model. Cost: a session of a few kilobytes is opened, a millisecond or two.
 *
 * @param open opens a model as it is.
 * @param config configuration entries of the session.
 */
export async function computeProduct(
  product: QuantizedProduct,
  open: OnnxRuntime['open'],
  config: Readonly<Record<string, string>>,
): Promise<ComputedProduct | undefined> {
  const answer = knownAnswer(product);
  if (!answer) return undefined;
  const { model, inputs, expected } = answer;
  let furthest: ComputedProduct = { found: expected, expected, isRight: true };
  try {
    await using session = await open(model, { config, threads: 1 });
    for (const rows of rowCounts) {
      const x = float32Tensor(new Float32Array(rows * inputs).fill(1), [rows, inputs]);
      const { y } = await session.run({ x });
      const values = y && 'data' in y ? (y.data as Float32Array) : [];
      for (const [at, found] of values.entries()) {
        const right = at % 2 === 0 ? expected : -expected;
        if (isFurther(found, right, furthest)) furthest = { found, expected: right, isRight: true };
      }
    }
  } catch {
    return undefined;
  }
  const isRight = Math.abs(furthest.found - furthest.expected) <= tolerance * expected;
  return { ...furthest, isRight };
}

/** Whether a value is further from what is right; one that is no number is furthest. */
function isFurther(found: number, right: number, than: ComputedProduct): boolean {
  return !(Math.abs(found - right) <= Math.abs(than.found - than.expected));
}
