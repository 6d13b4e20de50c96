import type { PoolMode, Tensor } from '@slowfast/spec';
import { expect } from 'vitest';
import { expectCloseValues, expectEqualValues } from './expect-values.ts';
import type { OnBackend } from './on-backend.ts';
import { type PlainTensor, plain } from './plain-operations.ts';
import { seededValues } from './seeded-values.ts';

/** Rounding of a mean, as a share of the largest value. */
const tolerance = 1e-6;

/** Every operation against the same in plain loops. */
export function testTensorOperations(onBackend: OnBackend): void {
  onBackend('uploads and reads', async (backend, keep) => {
    const { values, shape } = plainTensor([2, 3, 4]);
    const tensor = keep(backend.upload(values, shape));
    expect(tensor.shape).toEqual(shape);
    expectEqualValues(await tensor.read(), values);
  });

  for (const positions of [[0], [4], [1, 2, 3], [4, 0, 2], [3, 3, 0, 3], [0, 1, 2, 3, 4]]) {
    onBackend(`takes positions ${positions}`, async (backend, keep) => {
      const input = plainTensor([5, 3, 2]);
      const tensor = keep(backend.upload(input.values, input.shape));
      await expectExact(keep(backend.take(tensor, positions)), plain.take(input, positions));
    });
  }

  onBackend('reshapes', async (backend, keep) => {
    const { values, shape } = plainTensor([4, 6]);
    const tensor = keep(backend.upload(values, shape));
    await expectExact(keep(backend.reshape(tensor, [2, 3, 4])), { values, shape: [2, 3, 4] });
    const doubled = keep(backend.scale(tensor, 2));
    await expectExact(keep(backend.reshape(doubled, [24])), {
      values: values.map((v) => v * 2),
      shape: [24],
    });
  });

  for (const mode of ['max', 'mean'] as const) {
    for (const [rows, columns, down, right] of windows) {
      onBackend(`pools ${rows}x${columns} over ${down}x${right}, ${mode}`, async (backend, keep) => {
        const input = plainTensor([3, rows, columns, 5]);
        const tensor = keep(backend.upload(input.values, input.shape));
        const window = { rows: down, columns: right };
        const expected = plain.pool(input, window, mode);
        await expectPooled(keep(backend.pool(tensor, window, mode)), expected, mode);
      });
    }
    onBackend(`pools values that are not finite, ${mode}`, async (backend, keep) => {
      const input = { values: notFinite, shape: [1, 4, 4, 1] };
      const tensor = keep(backend.upload(input.values, input.shape));
      for (const window of [
        { rows: 1, columns: 2 },
        { rows: 2, columns: 2 },
        { rows: 4, columns: 1 },
      ]) {
        const expected = plain.pool(input, window, mode);
        await expectPooled(keep(backend.pool(tensor, window, mode)), expected, mode);
      }
    });
  }

  for (const [rows, columns, toRows, toColumns] of adaptive) {
    onBackend(`averages ${rows}x${columns} to ${toRows}x${toColumns}`, async (backend, keep) => {
      const input = plainTensor([2, rows, columns, 3]);
      const tensor = keep(backend.upload(input.values, input.shape));
      const to = { rows: toRows, columns: toColumns };
      await expectPooled(keep(backend.poolAdaptive(tensor, to)), plain.poolAdaptive(input, to), 'mean');
    });
  }

  onBackend('averages values that are not finite into their own bins only', async (backend, keep) => {
    const input = { values: notFinite, shape: [1, 4, 4, 1] };
    const tensor = keep(backend.upload(input.values, input.shape));
    for (const to of [
      { rows: 2, columns: 2 },
      { rows: 3, columns: 3 },
    ]) {
      await expectPooled(keep(backend.poolAdaptive(tensor, to)), plain.poolAdaptive(input, to), 'mean');
    }
  });

  onBackend('sums over the first axis', async (backend, keep) => {
    const input = plainTensor([7, 3, 4]);
    const sum = keep(backend.sum(keep(backend.upload(input.values, input.shape))));
    const expected = plain.sum(input);
    expect(sum.shape).toEqual(expected.shape);
    expectCloseValues(await sum.read(), expected.values, tolerance);
  });

  onBackend('adds and scales', async (backend, keep) => {
    const left = plainTensor([3, 4]);
    const right = { ...left, values: seededValues(12, 7) };
    const leftTensor = keep(backend.upload(left.values, left.shape));
    const rightTensor = keep(backend.upload(right.values, right.shape));
    const sum = { ...left, values: left.values.map((value, i) => value + right.values[i]!) };
    await expectExact(keep(backend.add(leftTensor, rightTensor)), sum);
    await expectExact(keep(backend.scale(leftTensor, 0.25)), {
      ...left,
      values: left.values.map((v) => v * 0.25),
    });
  });

  onBackend('concatenates', async (backend, keep) => {
    const parts = [1, 3, 2].map((count) => plainTensor([count, 2, 3]));
    const tensors = parts.map(({ values, shape }) => keep(backend.upload(values, shape)));
    const values = Float32Array.from(parts.flatMap((part) => [...part.values]));
    await expectExact(keep(backend.concat(tensors)), { values, shape: [6, 2, 3] });
    await expectExact(keep(backend.concat([tensors[0]!])), parts[0]!);
    const twice = Float32Array.from([...parts[0]!.values, ...parts[0]!.values]);
    await expectExact(keep(backend.concat([tensors[0]!, tensors[0]!])), { values: twice, shape: [2, 2, 3] });
  });

  onBackend('refuses shapes that do not fit', async (backend, keep) => {
    const flat = keep(backend.upload(new Float32Array(6), [2, 3]));
    const grid = keep(backend.upload(new Float32Array(12), [1, 3, 2, 2]));
    const calls: (() => Tensor)[] = [
      () => backend.upload(new Float32Array(6), [2, 2]),
      () => backend.reshape(flat, [7]),
      () => backend.take(flat, [2]),
      () => backend.take(flat, [-1]),
      () => backend.take(flat, [0.5]),
      () => backend.take(flat, []),
      () => backend.pool(flat, { rows: 1, columns: 2 }, 'max'),
      () => backend.pool(grid, { rows: 4, columns: 1 }, 'max'),
      () => backend.pool(grid, { rows: 0, columns: 1 }, 'mean'),
      () => backend.poolAdaptive(flat, { rows: 1, columns: 1 }),
      () => backend.poolAdaptive(grid, { rows: 0, columns: 1 }),
      () => backend.add(flat, grid),
      () => backend.concat([]),
      () => backend.concat([flat, grid]),
    ];
    for (const call of calls) expect(call).toThrow(expect.objectContaining({ code: 'invalid-tensor' }));
  });
}

/** Rows, columns, rows and columns of the window. */
const windows = [
  [1, 576, 1, 2],
  [4, 4, 2, 2],
  [1, 7, 1, 2],
  [5, 7, 2, 2],
  [3, 5, 1, 1],
  [6, 9, 2, 3],
  [4, 3, 4, 1],
] as const;

/** Rows, columns, rows and columns of the result: bins side by side, overlapping, one per value, more than values. */
const adaptive = [
  [24, 24, 4, 4],
  [27, 27, 4, 4],
  [24, 24, 5, 5],
  [7, 9, 3, 4],
  [6, 4, 6, 4],
  [3, 3, 4, 4],
  [2, 5, 7, 3],
  [8, 6, 1, 1],
  [1, 12, 1, 4],
] as const;

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const notFinite = Float32Array.of(1, nan, 2, 3, nan, 4, 5, 6, inf, 7, -inf, 8, -inf, inf, -1, -2);

function plainTensor(shape: readonly number[]): PlainTensor {
  return { values: seededValues(shape.reduce((product, size) => product * size, 1)), shape };
}

async function expectExact(found: Tensor, expected: PlainTensor): Promise<void> {
  expect(found.shape).toEqual(expected.shape);
  expectEqualValues(await found.read(), expected.values);
}

async function expectPooled(found: Tensor, expected: PlainTensor, mode: PoolMode): Promise<void> {
  if (mode === 'max') return expectExact(found, expected);
  expect(found.shape).toEqual(expected.shape);
  expectCloseValues(await found.read(), expected.values, tolerance);
}
