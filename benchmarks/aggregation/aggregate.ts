import { hostTensor, type Tensor, type TensorBackend } from '@slowfast/spec';
import { parseAggregation, tokenAggregator } from '@slowfast/token-aggregators';

/** 50 frames of 24 x 24 tokens. */
export const grid = { frames: 50, rows: 24, columns: 24 };

/** The paper's reduction. */
export const aggregator = tokenAggregator(
  parseAggregation('slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4'),
);

/** Reduces the frames on a backend, as they come from an encoder, and gives the milliseconds that it takes. */
export async function aggregate<T extends Tensor>(backend: TensorBackend<T>, size: number): Promise<number> {
  const { frames, rows, columns } = grid;
  const values = new Float32Array(rows * columns * size).map((_, i) => Math.sin(i));
  const start = performance.now();
  using aggregation = aggregator.begin({ frames, rows, columns, size }, backend);
  for (let frame = 0; frame < frames; frame += 1) {
    using chunk = hostTensor(values, [1, rows, columns, size]);
    await aggregation.push(chunk);
  }
  using tokens = await aggregation.finish();
  await tokens.read();
  return performance.now() - start;
}
