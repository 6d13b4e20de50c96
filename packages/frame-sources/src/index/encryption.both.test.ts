import { expect, test } from 'vitest';
import { element, endlessElement, ids, joined } from '../node/ffmpeg/ebml.ts';
import { bytesInMemory, placeOf } from '../testing/bytes.ts';
import { clipBytes } from '../testing/clips.ts';
import { openIndexed } from './open-indexed.ts';
import { sniff } from './sniff.ts';

async function open(file: Uint8Array): Promise<unknown> {
  return openIndexed(bytesInMemory(file), sniff(file).found, [], undefined);
}

/** A WebM file of one picture. Ids of what encrypts: RFC 9559, 5.1.4.1.31. */
function webm({ isEncrypted }: { readonly isEncrypted: boolean }): Uint8Array {
  const encryption = element(0x6d80, [
    element(0x6240, [element(0x5033, 1), element(0x5035, [element(0x47e1, 5)])]),
  ]);
  return joined([
    element(ids.ebml, [element(ids.docType, 'webm')]),
    endlessElement(ids.segment),
    element(ids.info, [element(ids.timestampScale, 1_000_000)]),
    element(ids.tracks, [
      element(ids.trackEntry, [
        element(ids.trackNumber, 1),
        element(ids.trackUid, 1),
        element(ids.trackType, 1),
        element(ids.codecId, 'V_VP8'),
        ...(isEncrypted ? [encryption] : []),
        element(ids.video, [element(ids.pixelWidth, 16), element(ids.pixelHeight, 16)]),
      ]),
    ]),
    element(ids.cluster, [
      element(ids.timestamp, 0),
      element(ids.simpleBlock, Uint8Array.of(0x81, 0, 0, 0x80, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0)),
    ]),
  ]);
}

const encrypted = { code: 'video-encrypted', message: expect.stringContaining('Decrypt it first') };

test('encrypted pictures of an MP4 file are told, where all are and where some are', async () => {
  await expect(open(await clipBytes('encrypted.mp4'))).rejects.toMatchObject(encrypted);
  const some = await clipBytes('h264-two-sizes.mp4');
  const descriptions = placeOf(some, 'stsd');
  const first = descriptions + placeOf(some.subarray(descriptions), 'avc1');
  some.set(new TextEncoder().encode('encv'), first);
  await expect(open(some)).rejects.toMatchObject(encrypted);
});

test('encrypted pictures of a WebM file are told', async () => {
  await expect(open(webm({ isEncrypted: true }))).rejects.toMatchObject(encrypted);
  // Without decoders the other is refused for that.
  await expect(open(webm({ isEncrypted: false }))).rejects.toMatchObject({ code: 'decoder-unavailable' });
});

test('scrambled packets of a transport stream are told, and samples that its map calls encrypted', async () => {
  const scrambled = await clipBytes('h264-offset.m2t');
  for (let at = 0; at < scrambled.length; at += 188) {
    const isVideo = (scrambled[at + 1]! & 31) === 1 && scrambled[at + 2] === 0;
    if (!isVideo) continue;
    scrambled[at + 3]! |= 0x80;
    for (let k = at + 4; k < at + 188; k++) scrambled[k]! ^= 0xa5;
  }
  await expect(open(scrambled)).rejects.toMatchObject(encrypted);
  const samples = await clipBytes('h264-offset.m2t');
  // The program map: H.264 of stream 256.
  for (let at = 0; at + 3 < samples.length; at++) {
    if (samples[at] === 0x1b && samples[at + 1] === 0xe1 && samples[at + 2] === 0) samples[at] = 0xdb;
  }
  await expect(open(samples)).rejects.toMatchObject(encrypted);
});
