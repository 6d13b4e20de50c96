import type { WeightTensor } from '../weights/weight-source.ts';
import { type RowChunk, rowChunks } from './row-chunks.ts';

const pieceBytes = 128 * 2 ** 20;

/**
 * The values of a weight `[out, in]` as `[in, out]`, in pieces of at most `mostBytes`, 128 MiB if absent, or of one row: the weight is read once for each of them.
 * `convert` gives the stored values of some rows, in the same order.
 */
export async function* transposedPieces<T extends Float32Array | Int8Array>(
  weight: WeightTensor,
  make: (length: number) => T,
  convert: (chunk: RowChunk) => T,
  mostBytes = pieceBytes,
): AsyncGenerator<Uint8Array> {
  const [outputs, inputs] = weight.shape as [number, number];
  const most = Math.max(1, Math.floor(mostBytes / (outputs * make(0).BYTES_PER_ELEMENT)));
  for (let first = 0; first < inputs; first += most) {
    const columns = Math.min(most, inputs - first);
    const stripe = make(columns * outputs);
    for await (const chunk of rowChunks(weight)) {
      const stored = convert(chunk);
      for (let column = 0; column < columns; column++) {
        const to = column * outputs + chunk.start;
        let from = first + column;
        for (let row = 0; row < chunk.count; row++, from += inputs) stripe[to + row] = stored[from]!;
      }
    }
    yield new Uint8Array(stripe.buffer, stripe.byteOffset, stripe.byteLength);
  }
}
