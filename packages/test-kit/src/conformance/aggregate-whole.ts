import type { Tensor, TensorBackend } from '@slowfast/spec';
import type { AggregationGolden } from '../golden.ts';

/** Every tensor that a piece of work makes; the caller disposes them. */
export type Keep = <T extends Tensor>(tensor: T) => T;

/**
 * A golden aggregation in one piece, straight from the operations of a backend: what an aggregator does chunk by chunk.
 *
 * @returns the reduced tokens, `[tokens, size]`.
 */
export function aggregateWhole<T extends Tensor>(
  backend: TensorBackend<T>,
  golden: AggregationGolden,
  keep: Keep,
): T {
  const { frames, rows, columns, size } = golden;
  const input = keep(backend.upload(golden.input, [frames, rows, columns, size]));
  const match = /^slowfast-slow_(\d+)frms_(\w+)-fast_(\d+)x(\d+)$/.exec(golden.config);
  if (!match) return flat(backend, reduce(backend, input, golden.config, keep), keep);
  const parts: T[] = [];
  if (golden.slowIndices && golden.slowIndices.length > 0) {
    const slow = keep(backend.take(input, golden.slowIndices));
    parts.push(flat(backend, reduce(backend, slow, match[2]!, keep), keep));
  }
  const to = { rows: Number(match[3]), columns: Number(match[4]) };
  if (to.rows > 0) parts.push(flat(backend, keep(backend.poolAdaptive(input, to)), keep));
  return keep(backend.concat(parts));
}

function reduce<T extends Tensor>(backend: TensorBackend<T>, frames: T, mode: string, keep: Keep): T {
  const [count, rows, columns, size] = frames.shape as readonly [number, number, number, number];
  const pairs = () => keep(backend.reshape(frames, [count, 1, rows * columns, size]));
  if (mode === 'spatial_1d_max_pool') return keep(backend.pool(pairs(), { rows: 1, columns: 2 }, 'max'));
  if (mode === 'spatial_1d_avg_pool') return keep(backend.pool(pairs(), { rows: 1, columns: 2 }, 'mean'));
  if (mode === 'spatial_2d_max_pool') return keep(backend.pool(frames, { rows: 2, columns: 2 }, 'max'));
  if (mode === 'spatial_2d_avg_pool') return keep(backend.pool(frames, { rows: 2, columns: 2 }, 'mean'));
  if (mode === 'temporal_global_pool') return meanOfFrames(backend, frames, 0, count, keep);
  if (mode !== 'spatial_temporal_pool') return frames;
  const pooled = keep(backend.poolAdaptive(frames, { rows: 12, columns: 12 }));
  const bins = Array.from({ length: 16 }, (_, bin) => {
    const start = Math.floor((bin * count) / 16);
    return meanOfFrames(backend, pooled, start, Math.ceil(((bin + 1) * count) / 16), keep);
  });
  return keep(backend.concat(bins));
}

function meanOfFrames<T extends Tensor>(
  backend: TensorBackend<T>,
  frames: T,
  start: number,
  end: number,
  keep: Keep,
): T {
  const positions = Array.from({ length: end - start }, (_, i) => start + i);
  const sum = keep(backend.sum(keep(backend.take(frames, positions))));
  return keep(backend.scale(sum, 1 / positions.length));
}

function flat<T extends Tensor>(backend: TensorBackend<T>, tensor: T, keep: Keep): T {
  const size = tensor.shape.at(-1)!;
  const tokens = tensor.shape.reduce((product, length) => product * length, 1) / size;
  return keep(backend.reshape(tensor, [tokens, size]));
}
