import { expect, test } from 'vitest';
import { downloadProgress } from './download-progress.ts';

const name = 'owner/name';
const arrived = (allLoaded: number) =>
  ({
    type: 'bytes-arrived',
    path: 'a.onnx',
    loaded: allLoaded,
    bytes: 10_000,
    allLoaded,
    allBytes: 10_000,
  }) as const;

test('the rate is that of the last seconds', () => {
  let now = 0;
  const next = downloadProgress(name, () => now);
  next({ type: 'files-chosen', model: name, commit: '', files: [], bytes: 10_000, bytesThere: 1000 });
  expect(next(arrived(1000))).not.toHaveProperty('bytesPerSecond');
  now = 1000;
  expect(next(arrived(3000))).toMatchObject({ loaded: 3000, total: 10_000, bytesPerSecond: 2000 });
  now = 6000;
  expect(next(arrived(4000)).bytesPerSecond).toBe(200);
  now = 8000;
  expect(next(arrived(5000)).bytesPerSecond).toBe(500);
});

test('waiting, trying again and going on are told apart', () => {
  const next = downloadProgress(name);
  expect(next({ type: 'lock-wait', model: name })).toEqual({ name, state: 'waiting' });
  next({ type: 'files-chosen', model: name, commit: '', files: [], bytes: 10_000, bytesThere: 0 });
  const retry = { type: 'retry', path: 'a.onnx', found: 'HTTP 500', delaySeconds: 1 } as const;
  expect(next(retry)).toMatchObject({ state: 'retrying', found: 'HTTP 500', total: 10_000 });
  expect(next(arrived(10))).not.toHaveProperty('found');
});
