import type { OnnxElementType, OnnxValueSignature } from './onnx-signature.ts';
import type { ProtobufField, ProtobufReader } from './read-protobuf-fields.ts';

type Span = Extract<ProtobufField, { kind: 'span' }>;

const mostNameBytes = 64 * 1024;
const mostAxes = 64;
const externalLocation = 1;
const mostExternalEntries = 16;

/** Index: `TensorProto.DataType`. */
const elementTypes: readonly OnnxElementType[] = [
  'other',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
];
const uint4 = 21;
const int4 = 22;

/** A `ValueInfoProto`. */
export async function readValueSignature(reader: ProtobufReader, value: Span): Promise<OnnxValueSignature> {
  let name = '';
  let type: OnnxElementType = 'other';
  let shape: readonly (number | string)[] = [];
  for await (const field of reader.fields(value.start, value.end)) {
    if (field.number === 1) name = await reader.text(field, mostNameBytes);
    if (field.number !== 2 || field.kind !== 'span') continue;
    const tensorType = await findSpan(reader, field, 1);
    if (tensorType) ({ type, shape } = await readTensorType(reader, tensorType));
  }
  return { name, type, shape };
}

/** The name of a `TensorProto`; its values are skipped. */
export async function readTensorName(reader: ProtobufReader, tensor: Span): Promise<string> {
  const name = await findSpan(reader, tensor, 8);
  return name ? reader.text(name, mostNameBytes) : '';
}

/** A `TensorProto` but for its values, and where those are if they are in the file as bytes. */
export async function readInitializerHeader(reader: ProtobufReader, tensor: Span) {
  let name = '';
  let type: OnnxElementType = 'other';
  let values: Span | undefined;
  const shape: number[] = [];
  for await (const field of reader.fields(tensor.start, tensor.end)) {
    if (field.number === 1 && field.kind === 'integer') shape.push(field.value);
    if (field.number === 2 && field.kind === 'integer') type = elementType(field.value);
    if (field.number === 8) name = await reader.text(field, mostNameBytes);
    if (field.number === 9 && field.kind === 'span') values = field;
    if (shape.length > mostAxes) throw reader.invalid(`a tensor of more than ${mostAxes} axes`);
  }
  return { name, type, shape, values };
}

/** Where values are that are kept in a file beside. */
export interface ExternalValues {
  /** As the file spells it, relative to its folder. */
  readonly path: string;
  readonly offset: number;
  /** Number of bytes; absent where the file doesn't tell it. */
  readonly bytes?: number;
}

/** Where the values of a `TensorProto` are when they are not in the file. */
export async function readExternalValues(
  reader: ProtobufReader,
  tensor: Span,
): Promise<ExternalValues | undefined> {
  let isExternal = false;
  const entries = new Map<string, string>();
  for await (const field of reader.fields(tensor.start, tensor.end)) {
    if (field.number === 14 && field.kind === 'integer') isExternal = field.value === externalLocation;
    if (field.number !== 13 || field.kind !== 'span') continue;
    const key = await findSpan(reader, field, 1);
    const value = await findSpan(reader, field, 2);
    if (key && value) {
      entries.set(await reader.text(key, mostNameBytes), await reader.text(value, mostNameBytes));
    }
    if (entries.size > mostExternalEntries) throw reader.invalid('a tensor of many places');
  }
  const path = entries.get('location');
  if (!isExternal || path === undefined) return undefined;
  const bytes = entries.get('length');
  const offset = Number(entries.get('offset') ?? 0);
  return { path, offset, ...(bytes !== undefined && { bytes: Number(bytes) }) };
}

async function readTensorType(reader: ProtobufReader, tensorType: Span) {
  let type: OnnxElementType = 'other';
  const shape: (number | string)[] = [];
  for await (const field of reader.fields(tensorType.start, tensorType.end)) {
    if (field.number === 1 && field.kind === 'integer') type = elementType(field.value);
    if (field.number !== 2 || field.kind !== 'span') continue;
    for await (const dimension of reader.fields(field.start, field.end)) {
      if (dimension.number === 1 && dimension.kind === 'span')
        shape.push(await readDimension(reader, dimension));
      if (shape.length > mostAxes) throw reader.invalid(`a tensor of more than ${mostAxes} axes`);
    }
  }
  return { type, shape };
}

async function readDimension(reader: ProtobufReader, dimension: Span): Promise<number | string> {
  let size: number | string = -1;
  for await (const field of reader.fields(dimension.start, dimension.end)) {
    if (field.number === 1 && field.kind === 'integer') size = field.value;
    if (field.number === 2) size = (await reader.text(field, mostNameBytes)) || -1;
  }
  return size;
}

async function findSpan(reader: ProtobufReader, message: Span, number: number): Promise<Span | undefined> {
  let found: Span | undefined;
  for await (const field of reader.fields(message.start, message.end)) {
    if (field.number === number && field.kind === 'span') found = field;
  }
  return found;
}

function elementType(code: number): OnnxElementType {
  if (code === uint4) return 'uint4';
  if (code === int4) return 'int4';
  return elementTypes[code] ?? 'other';
}
