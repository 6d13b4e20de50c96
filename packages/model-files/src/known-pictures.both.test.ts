import { ModelInvalidError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { readKnownPictures } from './known-pictures.ts';
import type { ModelFileStore } from './model-file-store.ts';

const base64 = (...values: number[]) => {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(4 * i, value, true);
  return btoa(String.fromCharCode(...bytes));
};

const file = {
  measure: 'mean-direction',
  threshold: 1.5,
  size: 2,
  restVariance: 0.25,
  variances: base64(4),
  tokenMean: base64(1, 2),
  frameMean: base64(0, 0.5),
  axes: base64(0, 1),
};

/** A store that holds this file alone. */
function storeOf(content: unknown): ModelFileStore {
  const bytes = new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content));
  return {
    place: 'model',
    size: async () => (content === undefined ? undefined : bytes.length),
    open: async () => ({
      place: 'model/known_pictures.json',
      size: bytes.length,
      read: async (start: number, length: number) => bytes.slice(start, start + length),
      [Symbol.asyncDispose]: async () => {},
    }),
    load: async () => Promise.reject(new Error('no weights are read')),
  };
}

test('what a model says of its pictures is read, and has a name that changes with it', async () => {
  const read = await readKnownPictures(storeOf(file));
  expect(read).toEqual({
    ...{ id: expect.stringMatching(/^[0-9a-f]{32}$/), size: 2, threshold: 1.5, restVariance: 0.25 },
    variances: Float32Array.of(4),
    tokenMean: Float32Array.of(1, 2),
    frameMean: Float32Array.of(0, 0.5),
    axes: Float32Array.of(0, 1),
  });
  const other = await readKnownPictures(storeOf({ ...file, threshold: 1.6 }));
  expect(other!.id).not.toBe(read!.id);
});

test('a model need not say anything', async () => {
  expect(await readKnownPictures(storeOf(undefined))).toBeUndefined();
});

test.each([
  ['no JSON', '{', /JSON/],
  ['another measure', { ...file, measure: 'cosine' }, /measure "cosine"/],
  ['no threshold', { ...file, threshold: undefined }, /threshold/],
  ['a threshold of nothing', { ...file, threshold: 0 }, /threshold 0/],
  ['a size that is a text', { ...file, size: '2' }, /size "2"/],
  ['too few values', { ...file, tokenMean: base64(1) }, /tokenMean of 4 bytes/],
  ['half a value', { ...file, variances: btoa('abc') }, /variances of 3 bytes/],
  ['no base64', { ...file, frameMean: '!' }, /frameMean that is no base64/],
  ['numbers in a list', { ...file, axes: [0, 1] }, /axes that is no base64/],
  ['a value that is no number', { ...file, axes: base64(Number.NaN, 1) }, /axes/],
  ['a variance of nothing', { ...file, variances: base64(0) }, /variances/],
])('%s is refused by name', async (_, content, message) => {
  const error = await readKnownPictures(storeOf(content)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ModelInvalidError);
  expect((error as Error).message).toMatch(message);
  expect((error as Error).message).toContain('known_pictures.json');
});
