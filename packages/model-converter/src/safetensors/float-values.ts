import { fromFloat16 } from '@slowfast/onnx-session';

/** Turns stored little-endian bytes into float32; the result may be the bytes themselves. */
export type ToFloat32 = (bytes: Uint8Array) => Float32Array;

/** How many bytes a value takes, and what it is as float32. */
export interface FloatDtype {
  readonly bytes: number;
  readonly toFloat32: ToFloat32;
}

/** The dtypes whose values can be read, by the names of the safetensors format. */
export const floatDtypes: Readonly<Record<string, FloatDtype>> = {
  F32: { bytes: 4, toFloat32: (bytes) => new Float32Array(aligned(bytes, 4)) },
  F16: { bytes: 2, toFloat32: (bytes) => fromFloat16(new Uint16Array(aligned(bytes, 2))) },
  BF16: { bytes: 2, toFloat32: fromBfloat16 },
};

/** The upper half of a float32. */
function fromBfloat16(bytes: Uint8Array): Float32Array {
  const stored = new Uint16Array(aligned(bytes, 2));
  const bits = new Uint32Array(stored.length);
  for (let i = 0; i < stored.length; i += 1) bits[i] = stored[i]! << 16;
  return new Float32Array(bits.buffer);
}

/** The buffer of these bytes alone, copied only where it is part of another. */
function aligned(bytes: Uint8Array, size: number): ArrayBuffer {
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  const usable = isWhole && bytes.buffer instanceof ArrayBuffer && bytes.byteLength % size === 0;
  return usable ? (bytes.buffer as ArrayBuffer) : Uint8Array.from(bytes).buffer;
}
