import { hostTensor, InvalidTensorError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { knownPictures, meanDirection } from './known-pictures.ts';

// By hand: tokens 2 wide around [1, 1], frames around [0.5, 0], spread 4 along the first axis and 0.25 along the other.
const statistics = {
  ...{ id: 'two wide', size: 2, threshold: 3, restVariance: 0.25 },
  tokenMean: Float32Array.of(1, 1),
  frameMean: Float32Array.of(0.5, 0),
  axes: Float32Array.of(1, 0),
  variances: Float32Array.of(4),
};

test('tokens count by their direction from the mean token, not by their length', () => {
  // Away from the mean: [3, 4], [0, -5] and nothing at all.
  const direction = meanDirection(Float32Array.of(4, 5, 1, -4, 1, 1), statistics);
  expect(direction[0]).toBeCloseTo(0.6 / 3, 12);
  expect(direction[1]).toBeCloseTo((0.8 - 1) / 3, 12);
  const longer = meanDirection(Float32Array.of(301, 401, 1, -1, 1, 1), statistics);
  expect([...longer].map((value) => value.toFixed(12))).toEqual(
    [...direction].map((value) => value.toFixed(12)),
  );
});

test('the distance of a frame is that of its mean direction in standard deviations, over the root of the width', async () => {
  // Directions [1, 0] and [0, 1], in one frame each and together in a third.
  const tokens = hostTensor(Float32Array.of(2, 1, 2, 1, 1, 9, 1, 9, 2, 1, 1, 9), [3, 1, 2, 2]);
  const distances = await knownPictures(statistics).distances(tokens);
  const expected = [
    [0.5, 0],
    [-0.5, 1],
    [0, 0.5],
  ].map(([x, y]) => Math.sqrt((x! ** 2 / 4 + y! ** 2 / 0.25) / 2));
  expect(distances.length).toBe(3);
  for (const [i, distance] of distances.entries()) expect(distance).toBeCloseTo(expected[i]!, 6);
});

test('tokens of another width are refused', async () => {
  const tokens = hostTensor(new Float32Array(6), [1, 1, 2, 3]);
  await expect(knownPictures(statistics).distances(tokens)).rejects.toBeInstanceOf(InvalidTensorError);
});
