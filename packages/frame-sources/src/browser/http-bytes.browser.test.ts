import { afterEach, expect, test } from 'vitest';
import { placeOf } from '../testing/bytes.ts';
import { clipBytes, collect, fixtures } from '../testing/clips.ts';
import { refusals } from '../testing/open-clip.browser.ts';
import { blockBytes } from './block-cache.ts';
import { type FetchedBytes, httpBytes } from './http-bytes.ts';
import { openVideo } from './open-video.ts';

const signal = new AbortController().signal;
const content = Uint8Array.from({ length: 3 * blockBytes + 7 }, (_, k) => (k * 7 + (k >> 9)) % 251);
const urls: string[] = [];

/** An address of bytes in memory, which the browser answers in ranges like a server. */
function addressOf(bytes: BlobPart[]): URL {
  const url = URL.createObjectURL(new Blob(bytes));
  urls.push(url);
  return new URL(url);
}
afterEach(() => {
  for (const url of urls.splice(0)) URL.revokeObjectURL(url);
});

async function expectContent(bytes: FetchedBytes, expected: Uint8Array): Promise<void> {
  expect(bytes.size).toBe(expected.length);
  for (const [start, end] of [
    [0, 10],
    [blockBytes - 5, blockBytes + 5],
    [expected.length - 5, expected.length + 5],
    [0, expected.length],
  ] as const) {
    expect(await bytes.read(start, end)).toEqual(expected.slice(start, end));
  }
  bytes.checkReads();
  await bytes.close();
}

test('an address that answers ranges is read in blocks', async () => {
  const url = addressOf([content]);
  expect((await fetch(url, { headers: { Range: 'bytes=0-9' } })).status).toBe(206);
  await expectContent(await httpBytes(url, 'a', signal), content);
});

test('the server of the tests answers ranges too', async () => {
  const url = new URL('clips/vp9.webm', fixtures.url);
  const response = await fetch(url, { headers: { Range: 'bytes=10-19' } });
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([206, 10]);
  await expectContent(await httpBytes(url, 'a', signal), await clipBytes('vp9.webm'));
});

test('an address that answers no ranges is read whole', async () => {
  const clip = await clipBytes('vp9.webm');
  const url = new URL(`data:video/webm;base64,${btoa(String.fromCharCode(...clip))}`);
  expect((await fetch(url, { headers: { Range: 'bytes=0-9' } })).status).toBe(200);
  await expectContent(await httpBytes(url, 'a', signal), clip);
  await using video = await openVideo(url);
  expect((await collect(video, { indices: [0, 29] })).map(({ status }) => status)).toEqual([
    'exact',
    'exact',
  ]);
});

test('an empty file is empty', async () => {
  const bytes = await httpBytes(new URL('clips/empty.mp4', fixtures.url), 'a', signal);
  expect([bytes.size, (await bytes.read(0, 10)).length]).toEqual([0, 0]);
  expect((await httpBytes(addressOf([]), 'a', signal)).size).toBe(0);
});

test('what can no longer be reached is told once, and is no damage', async () => {
  const url = addressOf([content]);
  const bytes = await httpBytes(url, 'a', signal);
  URL.revokeObjectURL(url.href);
  const error = { code: 'video-not-found', facts: { place: 'a' } };
  await expect(bytes.read(2 * blockBytes, 2 * blockBytes + 1)).rejects.toMatchObject(error);
  expect(() => bytes.checkReads()).toThrow(expect.objectContaining({ code: 'video-not-found' }));
  bytes.checkReads();
});

/** An MP4 file with a megabyte before and behind its samples, so that its index is read without them. */
async function spreadOut(clip: string): Promise<Uint8Array<ArrayBuffer>> {
  const padding = 2 ** 20;
  const file = await clipBytes(clip);
  const data = new DataView(file.buffer);
  const mdat = placeOf(file, 'mdat') - 4;
  const mdatBytes = data.getUint32(mdat);
  data.setUint32(mdat, mdatBytes + 2 * padding);
  const chunks = placeOf(file, 'stco') + 8;
  for (let k = 1; k <= data.getUint32(chunks); k++) {
    data.setUint32(chunks + 4 * k, data.getUint32(chunks + 4 * k) + padding);
  }
  const parts = [
    file.slice(0, mdat + 8),
    file.slice(mdat + 8, mdat + mdatBytes),
    file.slice(mdat + mdatBytes),
  ];
  const blob = new Blob([parts[0]!, new Uint8Array(padding), parts[1]!, new Uint8Array(padding), parts[2]!]);
  return new Uint8Array(await blob.arrayBuffer());
}

const noH264 = refusals['h264-b-frames.mp4'];
const title = 'an iteration ends with what the network said, not as if the video were damaged';
test.skipIf(noH264 !== undefined)(noH264 ? `${title}: skipped, ${noH264}` : title, async () => {
  const bytes = await spreadOut('h264-b-frames.mp4');
  await using whole = await openVideo(addressOf([bytes]));
  expect(await collect(whole, { indices: [20] })).toMatchObject([{ index: 20, status: 'exact' }]);
  const url = addressOf([bytes]);
  await using video = await openVideo(url);
  URL.revokeObjectURL(url.href);
  await expect(collect(video, { indices: [20] })).rejects.toMatchObject({
    code: 'video-not-found',
    facts: { reason: expect.stringContaining('the network failed') },
  });
});

test('closing ends requests', async () => {
  const bytes = await httpBytes(addressOf([content]), 'a', signal);
  const reading = bytes.read(2 * blockBytes, 2 * blockBytes + 1);
  await bytes.close();
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});
