import type { OnnxElementType } from './onnx-signature.ts';
import { readInitializerHeader } from './read-onnx-messages.ts';
import { findGraph, initializerField } from './read-onnx-signature.ts';
import { ProtobufReader } from './read-protobuf-fields.ts';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

/** A value that an ONNX file has inside: a weight or a constant. */
export interface StoredOnnxInitializer {
  readonly name: string;
  readonly type: OnnxElementType;
  readonly shape: readonly number[];
  /**
   * The values, row-major, little-endian, in the layout of the type; read anew by each call. The caller owns the result.
   *
   * @throws ModelInvalidError when they are not in the file as bytes: in one beside it, or as a list of numbers.
   */
  read(): Promise<Uint8Array>;
}

/**
 * What an ONNX file has inside, those of `If` and `Loop` bodies excepted. Values are read when they are asked for.
 *
 * Memory: 16 KiB and the result. Cost: the file's structure is walked once.
 *
 * @throws ModelInvalidError when it is no ONNX file or not whole.
 */
export async function readOnnxInitializers(
  source: RandomAccessBytes,
): Promise<readonly StoredOnnxInitializer[]> {
  const reader = new ProtobufReader(source);
  const graph = await findGraph(reader, source);
  const found: StoredOnnxInitializer[] = [];
  for await (const field of reader.fields(graph.start, graph.end)) {
    if (field.number !== initializerField || field.kind !== 'span') continue;
    const { name, type, shape, values } = await readInitializerHeader(reader, field);
    found.push({
      name,
      type,
      shape,
      async read() {
        if (!values) throw reader.invalid(`no bytes of ${name}`);
        const bytes = await source.read(values.start, values.end - values.start);
        if (bytes.length < values.end - values.start) throw reader.invalid(`a part of ${name}`);
        return bytes;
      },
    });
  }
  return found;
}
