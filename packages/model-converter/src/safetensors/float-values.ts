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
  F16: { bytes: 2, toFloat32: fromFloat16 },
  BF16: { bytes: 2, toFloat32: fromBfloat16 },
};

/** The upper half of a float32. */
function fromBfloat16(bytes: Uint8Array): Float32Array {
  const stored = new Uint16Array(aligned(bytes, 2));
  const bits = new Uint32Array(stored.length);
  for (let i = 0; i < stored.length; i += 1) bits[i] = stored[i]! << 16;
  return new Float32Array(bits.buffer);
}

let float32OfFloat16: Float32Array | undefined;

function fromFloat16(bytes: Uint8Array): Float32Array {
  float32OfFloat16 ??= float16Table();
  const stored = new Uint16Array(aligned(bytes, 2));
  const values = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i += 1) values[i] = float32OfFloat16[stored[i]!]!;
  return values;
}

/** All 65536 values, 256 KiB: reading is one look-up a value. */
function float16Table(): Float32Array {
  return Float32Array.from({ length: 65536 }, (_, bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** The buffer of these bytes alone, copied only where it is part of another. */
function aligned(bytes: Uint8Array, size: number): ArrayBuffer {
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  const usable = isWhole && bytes.buffer instanceof ArrayBuffer && bytes.byteLength % size === 0;
  return usable ? (bytes.buffer as ArrayBuffer) : Uint8Array.from(bytes).buffer;
}
