import { type OnnxInitializer, type OnnxModelOptions, writeOnnxModel } from '@slowfast/onnx-format';
import { InvalidTensorError } from '@slowfast/spec';
import type { StoredWeight } from '../weights/stored-weight.ts';
import type { ConverterGraph, NamedWeight } from './converter-graph.ts';

/** Versions that every graph of the converter is written for: standard operators 21, file format 10. */
export const converterModelOptions = { opset: 21, irVersion: 10 } as const satisfies OnnxModelOptions;

/**
 * The bytes of a whole model with its weights inside: for tests and small models. Memory: all weights twice.
 *
 * @throws InvalidTensorError when a weight makes another number of bytes than it says.
 */
export async function graphInMemory(graph: ConverterGraph): Promise<Uint8Array> {
  const plain = graph.build();
  const initializers: OnnxInitializer[] = [...plain.initializers];
  for (const weight of graph.weights) initializers.push(await inside(weight));
  return writeOnnxModel({ ...plain, initializers }, converterModelOptions);
}

/** A weight as a part of the graph's own file. */
export async function inside({ name, stored }: NamedWeight): Promise<OnnxInitializer> {
  const { type, shape } = stored;
  return { name, type, shape, data: await collectPieces(name, stored) };
}

async function collectPieces(name: string, stored: StoredWeight): Promise<Uint8Array> {
  const bytes = new Uint8Array(stored.bytes);
  let length = 0;
  for await (const piece of stored.pieces()) {
    if (length + piece.length <= bytes.length) bytes.set(piece, length);
    length += piece.length;
  }
  checkLength(name, stored, length);
  return bytes;
}

/** @throws InvalidTensorError when a weight made another number of bytes than it says. */
export function checkLength(name: string, stored: StoredWeight, length: number): void {
  if (length === stored.bytes) return;
  const facts = { found: `${length} bytes`, expected: `${stored.bytes} bytes, as it says` };
  throw new InvalidTensorError({ operation: `Writing ${name}`, ...facts });
}
