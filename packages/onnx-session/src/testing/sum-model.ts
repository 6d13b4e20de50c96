import { OnnxGraphBuilder, type OnnxValueSignature, writeOnnxModel } from '@slowfast/onnx-format';
import { float32Tensor } from '../onnx-tensor.ts';

/** A model that adds its inputs x `[rows, 2]` and y `[1, 2]` and also gives their difference. */
export function sumModel(type: OnnxValueSignature['type']): Uint8Array {
  const builder = new OnnxGraphBuilder();
  const x = builder.input('x', type, ['rows', 2]);
  const y = builder.input('y', type, [1, 2]);
  builder.output(builder.node('Add', [x, y]), type, ['rows', 2], 'sum');
  builder.output(builder.node('Sub', [x, y]), type, ['rows', 2], 'difference');
  return writeOnnxModel(builder.build());
}

/** Feeds of the model of float32. */
export const sumFeeds = {
  x: float32Tensor(Float32Array.of(1, 2, 3, 4), [2, 2]),
  y: float32Tensor(Float32Array.of(10, 20), [1, 2]),
};

/** What these feeds add up to. */
export const sumOfFeeds = Float32Array.of(11, 22, 13, 24);
