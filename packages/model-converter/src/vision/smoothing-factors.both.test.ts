import { expect, test } from 'vitest';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { scaledWeight } from './scaled-weight.ts';
import { evenSizes, sizesBehindLinear, sizesBehindNorm, smoothingFactors } from './smoothing-factors.ts';
import { randomNumbers } from './testing/random-numbers.ts';

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

test('factors are square roots of size by weight, with a mean of one', async () => {
  const sizes = async () => Float32Array.of(4, 1, 3, 0);
  const weights = weightsInMemory({
    a: { shape: [1, 4], values: Float32Array.of(3, 4, 0, 5) },
    b: { shape: [2, 4], values: Float32Array.of(100, 0, 0, 1, 0, 0, 0, 9) },
  });
  const factors = await smoothingFactors(sizes, [weights.tensor('a'), weights.tensor('b')])();
  // The rows give 12² + 4² = 160 and 400²; the last row gives nothing, nothing reads the third channel, the fourth carries nothing.
  const expected = [Math.sqrt(4 / Math.sqrt(9 / 160 + 1 / 16)), Math.sqrt(1 / Math.sqrt(16 / 160)), 1, 1];
  const mean = expected.reduce((product, value) => product * value) ** (1 / 4);
  for (const [i, value] of expected.entries()) expect(factors[i]).toBeCloseTo(value / mean, 6);
});

test('rows and channels that are larger as a whole change nothing but their own factor', async () => {
  const random = randomNumbers(3);
  const values = random(6 * 5);
  const weight = (change: (value: number, row: number, channel: number) => number) =>
    weightsInMemory({
      w: { shape: [6, 5], values: values.map((value, i) => change(value, Math.floor(i / 5), i % 5)) },
    }).tensor('w');
  const plain = await smoothingFactors(evenSizes(5), [weight((value) => value)])();
  const planted = await smoothingFactors(
    async () => Float32Array.of(1, 50, 1, 1, 1),
    [weight((value, row, channel) => value * (row === 2 ? 50 : 1) * (channel === 1 ? 1 / 50 : 1))],
  )();
  const ratios = plain.map((value, channel) => planted[channel]! / value);
  for (const channel of [2, 3, 4]) expect(ratios[channel]! / ratios[0]!).toBeCloseTo(1, 5);
  expect(ratios[1]! / ratios[0]!).toBeCloseTo(50, 3);
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
