import type { OnnxRuntime } from '../onnx-runtime.ts';
import { float32Tensor, type OnnxTensor } from '../onnx-tensor.ts';
import type { KnownAnswer } from '../quantized-products/known-answer.ts';

/** How far a product is from its known result, by the size of that: the furthest of rows of ones and of zeros, one and several. */
export async function knownDistance(
  runtime: OnnxRuntime,
  { model, inputs, expected }: KnownAnswer,
): Promise<number> {
  await using session = await runtime.open(model);
  let distance = 0;
  for (const rows of [[1], [0], [0, 1, 1, 0]]) {
    const x = float32Tensor(
      Float32Array.from({ length: rows.length * inputs }, (_, at) => rows[Math.floor(at / inputs)]!),
      [rows.length, inputs],
    );
    const { data, shape } = (await session.run({ x })).y as OnnxTensor;
    for (const [at, value] of (data as Float32Array).entries()) {
      const right = rows[Math.floor(at / shape[1]!)]! * expected[at % 2 === 0 ? 0 : 1];
      distance = Math.max(distance, Math.abs(value - right) / inputs);
    }
  }
  return distance;
}
