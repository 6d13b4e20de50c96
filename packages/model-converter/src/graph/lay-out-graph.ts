import { type OnnxInitializer, writeOnnxModel } from '@slowfast/onnx-format';
import { storedValues } from '../weights/stored-weight.ts';
import type { ConverterGraph, NamedWeight } from './converter-graph.ts';
import { checkLength, converterModelOptions, inside } from './graph-in-memory.ts';

/** Weights below this stay in the graph's own file. */
const leastExternalBytes = 1024;
/** The size of a page, so that runtimes can map the file. */
const alignment = 4096;

/** The two files of a graph. */
export interface GraphFiles {
  /** The graph with its small weights. */
  readonly model: Uint8Array;
  /** Bytes of the file with the other weights; 0 when there is no need of one. */
  readonly dataBytes: number;
  /**
   * What that file holds, in order; each weight is made when its turn comes. A piece may be reused once the next one is asked for.
   *
   * @throws InvalidTensorError when a weight makes another number of bytes than it says.
   */
  data(): AsyncIterable<Uint8Array>;
}

interface PlacedWeight extends NamedWeight {
  readonly offset: number;
}

/**
 * Lays out a graph as a file and one with its weights beside it, of any size. Weights are not made yet, those apart that are
 * so small that they stay inside.
 *
 * @param dataPath name of the file with the weights, as it will lie beside the graph's.
 */
export async function layOutGraph(graph: ConverterGraph, dataPath: string): Promise<GraphFiles> {
  const plain = graph.build();
  const constants = plain.initializers.map(({ name, type, shape, data }) => ({
    name,
    stored: ArrayBuffer.isView(data) ? storedValues(data, type, shape) : undefined,
  }));
  const initializers: OnnxInitializer[] = [];
  const placed: PlacedWeight[] = [];
  let dataBytes = 0;
  for (const { name, stored } of [...constants, ...graph.weights]) {
    if (stored === undefined) continue;
    if (stored.bytes < leastExternalBytes) {
      initializers.push(await inside({ name, stored }));
      continue;
    }
    const { type, shape, bytes } = stored;
    const offset = Math.ceil(dataBytes / alignment) * alignment;
    initializers.push({ name, type, shape, data: { path: dataPath, offset, bytes } });
    placed.push({ name, stored, offset });
    dataBytes = offset + bytes;
  }
  const model = writeOnnxModel({ ...plain, initializers }, converterModelOptions);
  return { model, dataBytes, data: () => dataOf(placed) };
}

async function* dataOf(weights: readonly PlacedWeight[]): AsyncGenerator<Uint8Array> {
  let position = 0;
  for (const { name, stored, offset } of weights) {
    if (offset > position) yield new Uint8Array(offset - position);
    let length = 0;
    for await (const piece of stored.pieces()) {
      length += piece.length;
      if (length > stored.bytes) break;
      yield piece;
    }
    checkLength(name, stored, length);
    position = offset + stored.bytes;
  }
}
