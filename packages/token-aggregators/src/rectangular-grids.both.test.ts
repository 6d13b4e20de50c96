import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { describe, expect, test } from 'vitest';
import { aggregateTokens } from './aggregate-tokens.ts';
import { type AggregationMode, aggregationModes } from './aggregation-settings.ts';
import { slowFrameIndices } from './slow-frame-indices.ts';

// The original derives its grid from the square root of the number of tokens, so it is no oracle for rectangles. These
// loops are: they pick the values of one result and combine them, without any notion of chunks or backends.

const size = 2;
type Value = (frame: number, row: number, column: number, i: number) => number;
type Bin = readonly [start: number, end: number];

const max = (values: readonly number[]) => Math.max(...values);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
}

function adaptiveBins(length: number, count: number): Bin[] {
  return range(0, count).map((i) => [
    Math.floor((i * length) / count),
    Math.ceil(((i + 1) * length) / count),
  ]);
}

/** Means over boxes of time, rows and columns. */
function boxes(value: Value, times: readonly Bin[], rows: readonly Bin[], columns: readonly Bin[]): number[] {
  return times.flatMap((time) =>
    rows.flatMap((row) =>
      columns.flatMap((column) =>
        range(0, size).map((i) =>
          mean(
            range(...time).flatMap((t) =>
              range(...row).flatMap((r) => range(...column).map((c) => value(t, r, c, i))),
            ),
          ),
        ),
      ),
    ),
  );
}

function expectedStream(
  mode: AggregationMode,
  value: Value,
  frames: number,
  rows: number,
  columns: number,
): number[] {
  const eachFrame = adaptiveBins(frames, frames);
  const pairs = (combine: typeof max) =>
    range(0, frames).flatMap((t) =>
      range(0, Math.floor((rows * columns) / 2)).flatMap((pair) =>
        range(0, size).map((i) =>
          combine([2 * pair, 2 * pair + 1].map((n) => value(t, Math.floor(n / columns), n % columns, i))),
        ),
      ),
    );
  const squares = (combine: typeof max) =>
    range(0, frames).flatMap((t) =>
      range(0, Math.floor(rows / 2)).flatMap((r) =>
        range(0, Math.floor(columns / 2)).flatMap((c) =>
          range(0, size).map((i) =>
            combine(
              [0, 1].flatMap((down) => [0, 1].map((right) => value(t, 2 * r + down, 2 * c + right, i))),
            ),
          ),
        ),
      ),
    );
  const each = (length: number) => adaptiveBins(length, length);
  const results: Record<AggregationMode, () => number[]> = {
    concat: () => boxes(value, eachFrame, each(rows), each(columns)),
    spatial_1d_max_pool: () => pairs(max),
    spatial_1d_avg_pool: () => pairs(mean),
    spatial_2d_max_pool: () => squares(max),
    spatial_2d_avg_pool: () => squares(mean),
    spatial_temporal_pool: () =>
      boxes(value, adaptiveBins(frames, 16), adaptiveBins(rows, 12), adaptiveBins(columns, 12)),
    temporal_global_pool: () => boxes(value, [[0, frames]], each(rows), each(columns)),
  };
  return results[mode]();
}

describe.each([
  { frames: 7, rows: 5, columns: 8 },
  { frames: 20, rows: 4, columns: 3 },
  { frames: 1, rows: 2, columns: 13 },
])('$frames frames of $rows x $columns', ({ frames, rows, columns }) => {
  const values = Float32Array.from({ length: frames * rows * columns * size }, (_, i) => Math.sin(i * i));
  const value: Value = (t, r, c, i) => values[((t * rows + r) * columns + c) * size + i]!;
  const layout = { frames, rows, columns, size };

  test.each(aggregationModes)('%s', async (mode) => {
    const found = await aggregateTokens(values, layout, { type: 'one-pathway', mode }, referenceBackend());
    expectClose(found, expectedStream(mode, value, frames, rows, columns));
  });

  test.each(aggregationModes)('%s of 11 slow frames, then 3 x 2 fast tokens a frame', async (mode) => {
    const settings = { type: 'slowfast', slow: { frames: 11, mode }, fast: { rows: 3, columns: 2 } } as const;
    const found = await aggregateTokens(values, layout, settings, referenceBackend());
    const slowFrames = slowFrameIndices(frames, 11);
    const slow = expectedStream(mode, (t, ...rest) => value(slowFrames[t]!, ...rest), 11, rows, columns);
    const fast = boxes(value, adaptiveBins(frames, frames), adaptiveBins(rows, 3), adaptiveBins(columns, 2));
    expectClose(found, [...slow, ...fast]);
  });
});

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - found[i]!)))).toBeLessThan(1e-6);
}
