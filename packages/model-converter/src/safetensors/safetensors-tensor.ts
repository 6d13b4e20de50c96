import type { RandomAccessBytes } from '@slowfast/onnx-format';
import { ModelInvalidError } from '@slowfast/spec';
import type { WeightTensor } from '../weights/weight-source.ts';
import { checkRows, rowLengthOf } from '../weights/weights-in-memory.ts';
import { floatDtypes } from './float-values.ts';
import type { SafetensorsEntry } from './safetensors-header.ts';

/** Bytes are asked for in parts, as no file system gives more than 2 GiB at once. */
const mostReadBytes = 1024 * 1024 * 1024;

/**
 * A tensor of a safetensors file, whose values are read when rows are asked for.
 *
 * @throws ModelInvalidError when its dtype is none of F32, F16 and BF16.
 */
export function safetensorsTensor(file: RandomAccessBytes, entry: SafetensorsEntry): WeightTensor {
  const { name, shape } = entry;
  const dtype = Object.hasOwn(floatDtypes, entry.dtype) ? floatDtypes[entry.dtype] : undefined;
  if (!dtype) {
    throw new ModelInvalidError({
      place: file.place,
      found: `${name} of dtype ${entry.dtype}`,
      expected: `one of ${Object.keys(floatDtypes).join(', ')}`,
    });
  }
  const rowBytes = rowLengthOf(shape) * dtype.bytes;
  return {
    name,
    shape,
    async rows(start, count) {
      checkRows(name, shape, start, count);
      return dtype.toFloat32(await readWhole(file, entry.offset + start * rowBytes, count * rowBytes));
    },
  };
}

async function readWhole(file: RandomAccessBytes, offset: number, length: number): Promise<Uint8Array> {
  const first = await file.read(offset, Math.min(length, mostReadBytes));
  if (first.length === length) return first;
  const whole = new Uint8Array(length);
  whole.set(first);
  for (let at = first.length; at < length; ) {
    const part = await file.read(offset + at, Math.min(length - at, mostReadBytes));
    if (part.length === 0) {
      const facts = {
        found: `an end at byte ${offset + at}`,
        expected: `${offset + length} bytes, as at the start`,
      };
      throw new ModelInvalidError({ place: file.place, ...facts });
    }
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
