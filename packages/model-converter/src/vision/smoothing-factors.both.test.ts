import { expect, test } from 'vitest';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { scaledWeight } from './scaled-weight.ts';
import { evenSizes, sizesBehindLinear, sizesBehindNorm, smoothingFactors } from './smoothing-factors.ts';

const source = weightsInMemory({
  a: { shape: [2, 4], values: Float32Array.of(1, 2, 0, -1, -4, 1, 0, 1) },
  b: { shape: [1, 4], values: Float32Array.of(0, 8, 0, 1) },
  scale: { shape: [4], values: Float32Array.of(3, -1, 1, 0) },
  shift: { shape: [4], values: Float32Array.of(4, 0, 0, 0) },
  bias: { shape: [2], values: Float32Array.of(2, 0) },
});

test('sizes behind a normalisation and behind a linear layer', async () => {
  const sizes = sizesBehindNorm(source.tensor('scale'), source.tensor('shift'));
  expect([...(await sizes())]).toEqual([5, 1, 1, 0]);
  const [first, second] = await sizesBehindLinear(sizes, source.tensor('a'), source.tensor('bias'))();
  expect(first! ** 2).toBeCloseTo(2 ** 2 + 5 ** 2 + 2 ** 2, 4);
  expect(second! ** 2).toBeCloseTo(20 ** 2 + 1, 3);
  expect((await sizesBehindLinear(evenSizes(4), source.tensor('b'), undefined)())[0]! ** 2).toBeCloseTo(
    65,
    4,
  );
});

test('factors are square roots of size by largest weight, with a mean of one', async () => {
  const sizes = async () => Float32Array.of(16, 32, 5, 0);
  const factors = await smoothingFactors(sizes, [source.tensor('a'), source.tensor('b')])();
  // Ratios 16 / 4 and 32 / 8; nothing reads the third channel, the fourth carries nothing: both stay as they are.
  const mean = Math.sqrt(2);
  for (const [i, expected] of [2 / mean, 2 / mean, 1 / mean, 1 / mean].entries()) {
    expect(factors[i]).toBeCloseTo(expected, 6);
  }
});

test('rows are divided, columns multiplied, whichever rows are read', async () => {
  const rowsBy = async () => Float32Array.of(2, 4);
  const columnsBy = async () => Float32Array.of(1, 10, 1, 100);
  const scaled = scaledWeight(source.tensor('a'), { rowsBy, columnsBy });
  expect([...(await scaled.rows(0, 2))]).toEqual([0.5, 10, 0, -50, -1, 2.5, 0, 25]);
  expect([...(await scaled.rows(1, 1))]).toEqual([-1, 2.5, 0, 25]);
  expect([...(await scaledWeight(source.tensor('bias'), { rowsBy }).rows(1, 1))]).toEqual([0]);
  expect([...(await scaledWeight(source.tensor('bias'), { rowsBy }).rows(0, 1))]).toEqual([1]);
});
