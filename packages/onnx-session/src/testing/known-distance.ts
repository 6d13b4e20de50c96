import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor, type OnnxTensor } from '../onnx-tensor.ts';
import type { KnownAnswer } from '../quantized-products/known-answer.ts';

/** How far a product is from its known result, by the size of that; the further of one row and of several. */
export async function knownDistance(
  runtime: OnnxRuntime,
  { model, inputs, expected }: KnownAnswer,
): Promise<number> {
  await using session = await runtime.open(model);
  let distance = 0;
  for (const rows of [1, 4]) {
    const x = float32Tensor(new Float32Array(rows * inputs).fill(1), [rows, inputs]);
    const { data } = (await session.run({ x })).y as OnnxTensor;
    for (const [i, value] of (data as Float32Array).entries()) {
      distance = Math.max(distance, Math.abs(value - (i % 2 ? -expected : expected)) / expected);
    }
  }
  return distance;
}
