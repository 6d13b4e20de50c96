import { afterEach, expect, test } from 'vitest';
import { defaultBlockBytes as blockBytes } from '../block-cache.ts';
import type { ByteSource } from '../byte-source.ts';
import { spoolToBlob } from '../spool-to-blob.ts';
import { failureOf, TestFailure } from '../testing/test-failure.ts';
import { httpBytes } from './http-bytes.ts';

const content = Uint8Array.from({ length: 3 * blockBytes + 7 }, (_, k) => (k * 7 + (k >> 9)) % 251);
const urls: string[] = [];
const options = { fail: failureOf, spool: spoolToBlob(), signal: new AbortController().signal };

/** An address of bytes in memory, which the browser answers in ranges like a server. */
function addressOf(bytes: BlobPart[]): URL {
  const url = URL.createObjectURL(new Blob(bytes));
  urls.push(url);
  return new URL(url);
}
afterEach(() => {
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
});

async function expectContent(bytes: ByteSource, expected: Uint8Array): Promise<void> {
  expect(bytes.size).toBe(expected.length);
  for (const [start, end] of [
    [0, 10],
    [blockBytes - 5, blockBytes + 5],
    [expected.length - 5, expected.length + 5],
    [0, expected.length],
  ] as const) {
    expect(await bytes.read(start, end)).toEqual(expected.slice(start, end));
    expect(await (bytes.readOnce ?? bytes.read)(start, end)).toEqual(expected.slice(start, end));
  }
  await bytes.close();
}

test('an address that answers ranges is read in blocks', async () => {
  const url = addressOf([content]);
  expect((await fetch(url, { headers: { Range: 'bytes=0-9' } })).status).toBe(206);
  await expectContent(await httpBytes(url, options), content);
});

test('the server of the tests answers ranges too', async () => {
  const url = new URL('../http/http-bytes.ts', import.meta.url);
  url.search = '?raw';
  const source = await (await fetch(url)).bytes();
  await expectContent(await httpBytes(url, options), source);
});

test('an address that answers no ranges is read whole, and not more of it than is kept', async () => {
  const part = content.slice(0, 30_000);
  const url = new URL(`data:video/webm;base64,${btoa(String.fromCharCode(...part))}`);
  expect((await fetch(url, { headers: { Range: 'bytes=0-9' } })).status).toBe(200);
  await expectContent(await httpBytes(url, options), part);
  const small = { ...options, spool: spoolToBlob({ maxBytes: 1000 }) };
  await expect(httpBytes(url, small)).rejects.toMatchObject({
    failure: { kind: 'too-large', place: 'a data: address', reason: expect.stringContaining('1000 bytes') },
  });
});

test('an empty file is empty', async () => {
  const bytes = await httpBytes(addressOf([]), options);
  expect([bytes.size, (await bytes.read(0, 10)).length]).toEqual([0, 0]);
});

test('what can no longer be reached says so', async () => {
  const url = addressOf([content]);
  const bytes = await httpBytes(url, options);
  URL.revokeObjectURL(url.href);
  const reading = bytes.read(2 * blockBytes, 2 * blockBytes + 1);
  await expect(reading).rejects.toBeInstanceOf(TestFailure);
  await expect(reading).rejects.toMatchObject({ failure: { kind: 'unreachable', place: url.href } });
});

test('closing ends requests', async () => {
  const bytes = await httpBytes(addressOf([content]), options);
  const reading = bytes.read(2 * blockBytes, 2 * blockBytes + 1);
  await bytes.close();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
