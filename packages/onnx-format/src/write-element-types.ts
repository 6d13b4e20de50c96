import { InvalidSettingError } from '@slowfast/spec';
import type { OnnxElementType } from './onnx-signature.ts';

/** `TensorProto.DataType` of each element type. */
const codes: Readonly<Record<Exclude<OnnxElementType, 'other'>, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  uint4: 21,
  int4: 22,
};

/**
 * The `TensorProto.DataType` of an element type, as `Cast` takes it.
 *
 * @throws InvalidSettingError for `other`, which stands for everything that has no name here.
 */
export function elementTypeCode(type: OnnxElementType): number {
  if (type !== 'other') return codes[type];
  throw new InvalidSettingError({ setting: 'type', found: type, expected: 'a named element type' });
}

/** The element type with this `TensorProto.DataType`, or undefined when it has no name here. */
export function elementTypeOfCode(code: number): OnnxElementType | undefined {
  return Object.entries(codes).find(([, known]) => known === code)?.[0] as OnnxElementType | undefined;
}
