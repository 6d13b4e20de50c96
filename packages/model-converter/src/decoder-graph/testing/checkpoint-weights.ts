import { fromFloat16 } from '@slowfast/onnx-session';
import type { WeightSource } from '../../weights/weight-source.ts';
import { type TensorInMemory, weightsInMemory } from '../../weights/weights-in-memory.ts';

/** All tensors of a small safetensors file, read as plainly as can be. */
export function checkpointWeights(file: Uint8Array): WeightSource {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerBytes = Number(view.getBigUint64(0, true));
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> =
    JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerBytes)));
  const tensors: Record<string, TensorInMemory> = {};
  delete header.__metadata__;
  for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
    const [start, end] = data_offsets;
    const bytes = file.slice(8 + headerBytes + start, 8 + headerBytes + end);
    tensors[name] = { shape, values: decode[dtype as keyof typeof decode](bytes.buffer) };
  }
  return weightsInMemory(tensors);
}

const decode = {
  F32: (bytes: ArrayBuffer) => new Float32Array(bytes),
  F16: (bytes: ArrayBuffer) => fromFloat16(new Uint16Array(bytes)),
  BF16: (bytes: ArrayBuffer) =>
    new Float32Array(Uint32Array.from(new Uint16Array(bytes), (half) => half << 16).buffer),
};
