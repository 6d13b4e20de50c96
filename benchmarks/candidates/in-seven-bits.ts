import type { ConverterGraph, StoredWeight } from '@slowfast/model-converter';

type Write = (graph: ConverterGraph) => void;

/**
 * The same graph with signed weights of 7 bits, -64 to 64, and scales twice as large: two products of such a weight with an unsigned byte
 * never overflow 16 bits.
 */
export function inSevenBits(write: Write): Write {
  return (graph) => {
    const add = graph.weight.bind(graph);
    const halved = new Set<string>();
    graph.weight = (stored, name) => {
      if (stored.type === 'int8') halved.add(`${name} scales`);
      if (stored.type === 'int8') return add(mapped(stored, halvedBytes), name);
      return add(halved.has(name ?? '') ? mapped(stored, doubledFloats) : stored, name);
    };
    write(graph);
  };
}

function mapped(stored: StoredWeight, map: (piece: Uint8Array) => Uint8Array): StoredWeight {
  return {
    ...stored,
    async *pieces() {
      for await (const piece of stored.pieces()) yield map(piece);
    },
  };
}

function halvedBytes(piece: Uint8Array): Uint8Array {
  const values = new Int8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  return new Uint8Array(values.map(halfToEven).buffer);
}

/** Odd values are in the middle: always rounded up, they would shift every sum. */
function halfToEven(value: number): number {
  return 2 * Math.round(value / 4) === (value + 1) / 2 ? (value + 1) / 2 : Math.floor(value / 2);
}

function doubledFloats(piece: Uint8Array): Uint8Array {
  const values = new Float32Array(piece.buffer, piece.byteOffset, piece.byteLength / 4);
  return new Uint8Array(values.map((value) => 2 * value).buffer);
}
