import { rowsPerPiece } from '../weights/float-rows.ts';
import type { WeightTensor } from '../weights/weight-source.ts';
import { rowLengthOf } from '../weights/weights-in-memory.ts';

/** Some rows of a weight. */
export interface RowChunk {
  /** Index of the first row. */
  readonly start: number;
  readonly count: number;
  /** `[count, in]`, row-major. */
  readonly values: Float32Array;
}

/** The rows of a weight `[out, in]` in order, about 4 MiB at a time. */
export async function* rowChunks(weight: WeightTensor): AsyncGenerator<RowChunk> {
  const rows = weight.shape[0] ?? 1;
  const most = rowsPerPiece(4 * rowLengthOf(weight.shape));
  for (let start = 0; start < rows; start += most) {
    const count = Math.min(most, rows - start);
    yield { start, count, values: await weight.rows(start, count) };
  }
}
