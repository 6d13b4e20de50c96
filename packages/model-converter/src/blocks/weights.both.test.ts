import { describe, expect, test } from 'vitest';
import { randomNumbers } from '../vision/testing/random-numbers.ts';
import type { StoredWeight } from '../weights/stored-weight.ts';
import { weightsInMemory } from '../weights/weights-in-memory.ts';
import { blockWeight } from './block-weight.ts';
import { int8Weight } from './int8-weight.ts';
import { stackedWeight } from './stacked-weight.ts';
import { transposedPieces } from './transposed-pieces.ts';

const random = randomNumbers(5);

async function bytesOf(stored: StoredWeight): Promise<Uint8Array<ArrayBuffer>> {
  const bytes: number[] = [];
  for await (const piece of stored.pieces()) bytes.push(...piece);
  expect(bytes.length).toBe(stored.bytes);
  return Uint8Array.from(bytes);
}

function weightOf(shape: readonly number[], values: Float32Array) {
  return weightsInMemory({ weight: { shape, values } }).tensor('weight');
}

test('rows of stacked weights, across their borders', async () => {
  const first = weightOf([2, 3], Float32Array.from([0, 1, 2, 3, 4, 5]));
  const second = weightOf([3, 3], Float32Array.from([6, 7, 8, 9, 10, 11, 12, 13, 14]));
  const both = stackedWeight([first, second]);
  expect(both.shape).toEqual([5, 3]);
  expect([...(await both.rows(0, 5))]).toEqual(Array.from({ length: 15 }, (_, i) => i));
  expect([...(await both.rows(1, 2))]).toEqual([3, 4, 5, 6, 7, 8]);
  expect([...(await both.rows(4, 1))]).toEqual([12, 13, 14]);
});

test.each([1, 40, 90, 1000])('a weight is transposed in pieces of %d bytes', async (mostBytes) => {
  const weight = weightOf(
    [5, 7],
    Float32Array.from({ length: 35 }, (_, i) => i),
  );
  const found: number[] = [];
  const make = (length: number) => new Float32Array(length);
  for await (const piece of transposedPieces(weight, make, ({ values }) => values, mostBytes)) {
    expect(piece.length).toBeLessThanOrEqual(Math.max(mostBytes, 20));
    found.push(...new Float32Array(piece.slice().buffer));
  }
  expect(found).toEqual(Array.from({ length: 35 }, (_, i) => (i % 5) * 7 + Math.floor(i / 5)));
});

describe('weights in 8 bits', () => {
  test('are within half a step of an output', async () => {
    const [outputs, inputs] = [6, 50];
    const values = random(outputs * inputs);
    values.fill(0, inputs, 2 * inputs);
    const { values: stored, scales } = int8Weight(weightOf([outputs, inputs], values));
    expect(stored.shape).toEqual([inputs, outputs]);
    const steps = new Float32Array((await bytesOf(scales)).buffer);
    const kept = new Int8Array((await bytesOf(stored)).buffer);
    for (const [at, value] of values.entries()) {
      const [output, input] = [Math.floor(at / inputs), at % inputs];
      const found = kept[input * outputs + output]! * steps[output]!;
      expect(Math.abs(found - value)).toBeLessThanOrEqual(steps[output]! * 0.5001);
    }
  });
});

describe('weights in blocks', () => {
  test.each([
    [4, 32],
    [4, 64],
    [4, 36],
    [4, 80],
    [8, 64],
    [8, 80],
  ] as const)('of %d bits are within a step of their block, %d inputs', async (bits, inputs) => {
    const outputs = 5;
    const values = random(outputs * inputs, 1, 0.3);
    values.fill(0, inputs, 2 * inputs);
    const weight = blockWeight(weightOf([outputs, inputs], values), bits);
    const blocks = Math.ceil(inputs / 32);
    const kept = await bytesOf(weight.values);
    const scales = new Float32Array((await bytesOf(weight.scales)).buffer);
    const zeroPoints = await bytesOf(weight.zeroPoints);
    const number = (bytes: Uint8Array, at: number) =>
      bits === 8 ? bytes[at]! : (bytes[at >> 1]! >> (4 * (at & 1))) & 15;
    const zerosOfRow = bits === 8 ? blocks : 2 * Math.ceil(blocks / 2);
    for (const [at, value] of values.entries()) {
      const [output, input] = [Math.floor(at / inputs), at % inputs];
      const block = output * blocks + (input >> 5);
      const zeroPoint = number(zeroPoints, output * zerosOfRow + (input >> 5));
      const found = (number(kept, output * blocks * 32 + input) - zeroPoint) * scales[block]!;
      expect(Math.abs(found - value)).toBeLessThanOrEqual(scales[block]! * 1.0001);
    }
  });

  test('of 4 bits keep values that have 16 steps, zero among them', async () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => ((i % 16) - 5) * 0.25);
    const { values: stored } = blockWeight(weightOf([1, 64], values), 4);
    const kept = await bytesOf(stored);
    expect([...kept.subarray(0, 4)]).toEqual([0x10, 0x32, 0x54, 0x76]);
  });
});
