import { InvalidSettingError } from '@slowfast/spec';
import { readGolden } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { slowFrameIndices } from './slow-frame-indices.ts';

interface SlowIndicesGolden {
  readonly cases: readonly { readonly T: number; readonly n: number; readonly indices: number[] }[];
}

describe('slowFrameIndices', () => {
  test('equals the original in every golden case', async () => {
    const { cases } = await readGolden<SlowIndicesGolden>('slow-indices');
    expect(cases.length).toBeGreaterThan(100);
    for (const { T, n, indices } of cases) expect(slowFrameIndices(T, n)).toEqual(indices);
  });

  test('is empty when none is wanted', () => {
    expect(slowFrameIndices(8, 0)).toEqual([]);
  });

  test.each([
    [0, 1],
    [-1, 1],
    [1.5, 1],
    [8, -1],
    [8, 0.5],
    [Number.NaN, 1],
  ])('refuses %d frames, %d wanted', (frames, wanted) => {
    expect(() => slowFrameIndices(frames, wanted)).toThrow(InvalidSettingError);
  });
});
