import { afterEach, expect, test } from 'vitest';
import { placeOf } from '../testing/bytes.ts';
import { clipBytes, collect } from '../testing/clips.ts';
import { refusals } from '../testing/open-clip.browser.ts';
import { openVideo } from './open-video.ts';

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
