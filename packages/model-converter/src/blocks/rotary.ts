import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { StoredWeight } from '../weights/stored-weight.ts';

/** Cosines and sines of a model's positions, as values of a graph `[positions, headSize / 2]`. */
export interface RotaryTables {
  readonly cos: string;
  readonly sin: string;
}

/**
 * Tables for positions up to `positions`. Angles are products in float32, as transformers has them; their cosines are
 * computed here, since graphics processors know them to 2^-11 only.
 */
export function rotaryTables(
  graph: ConverterGraph,
  {
    headSize,
    theta,
    positions,
  }: { readonly headSize: number; readonly theta: number; readonly positions: number },
): RotaryTables {
  const frequencies = Float32Array.from(
    { length: headSize / 2 },
    (_, i) => 1 / Math.fround(theta ** Math.fround((2 * i) / headSize)),
  );
  return {
    cos: graph.weight(table(frequencies, positions, Math.cos), 'rotary cosines'),
    sin: graph.weight(table(frequencies, positions, Math.sin), 'rotary sines'),
  };
}

/** `x [1, tokens, heads * headSize]` turned by the angles of the positions from `first` (int64 `[1]`) on. */
export function rotate(
  graph: ConverterGraph,
  x: string,
  { tables, heads, first }: { readonly tables: RotaryTables; readonly heads: number; readonly first: string },
): string {
  return graph.node('RotaryEmbedding', [x, first, tables.cos, tables.sin], {
    domain: 'com.microsoft',
    attributes: { num_heads: { int: heads } },
  });
}

const rowsPerPiece = 4096;

function table(frequencies: Float32Array, positions: number, of: (angle: number) => number): StoredWeight {
  return {
    type: 'float32',
    shape: [positions, frequencies.length],
    bytes: 4 * positions * frequencies.length,
    async *pieces() {
      for (let start = 0; start < positions; start += rowsPerPiece) {
        const rows = Math.min(rowsPerPiece, positions - start);
        const values = new Float32Array(rows * frequencies.length);
        for (let row = 0, at = 0; row < rows; row++) {
          for (const frequency of frequencies) values[at++] = of(Math.fround((start + row) * frequency));
        }
        yield new Uint8Array(values.buffer);
      }
    },
  };
}
