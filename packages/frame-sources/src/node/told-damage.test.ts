import { yuvToRgb } from '@slowfast/images';
import { describe, expect, test } from 'vitest';
import type { CodedPacket, DecodedPicture, FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import { digest } from '../testing/clips.ts';
import { openPackets } from '../testing/open-packets.ts';
import { nodeDecoders } from './decoders.ts';

const decoders = await nodeDecoders();

/** The first half of a packet. */
const half = (data: Uint8Array) => data.subarray(0, data.length >> 1);
/** A packet with some bytes in its middle changed. */
const changed = (data: Uint8Array) => data.map((byte, k) => (k > 12 && k % 9 === 4 ? byte ^ 0x5b : byte));
/** A packet whose first byte no decoder takes. */
const beheaded = (data: Uint8Array) => Uint8Array.of(0xff, ...data.subarray(1));

/** What happens to a packet, by its place in decode order, in the middle of a group of twelve. */
const cases = [
  { clip: 'h264-b-frames.mp4', at: 14, damage: changed },
  { clip: 'h264-b-frames.mp4', at: 14, damage: half },
  { clip: 'h264-open-gop.mp4', at: 14, damage: changed },
  { clip: 'hevc.mp4', at: 14, damage: half },
  { clip: 'vp8.webm', at: 14, damage: (data: Uint8Array) => data.subarray(0, 2) },
  { clip: 'vp9.webm', at: 14, damage: beheaded },
  { clip: 'av1.mp4', at: 14, damage: half },
  { clip: 'prores.mov', at: 3, damage: changed },
];

/** Digests of the pictures of some packets, those that are whole apart from those that a decoder repaired. */
async function decoded(decoder: FrameDecoder, config: StreamConfig, packets: readonly CodedPacket[]) {
  const wanted = new Set(packets.map(({ order }) => order));
  const whole = new Map<number, string>();
  const repaired = new Map<number, string>();
  async function* source() {
    yield* packets;
  }
  const { signal } = new AbortController();
  for await (const { order, image, isRepaired } of decoder.decodeRuns(config, source(), wanted, signal)) {
    (isRepaired ? repaired : whole).set(order, digest(rgbOf(image)));
  }
  return { whole, repaired };
}

const rgbOf = (image: DecodedPicture['image']) => ('planes' in image ? yuvToRgb(image) : image);

describe.each(decoders)('$name: damage that is told', (decoder) => {
  test.each(cases)('$clip, packet $at: what counts as whole is as it was', async ({ clip, at, damage }) => {
    const { config, packets } = await openPackets(clip);
    const { whole: right, repaired: none } = await decoded(decoder, config, packets);
    expect([right.size, none.size]).toEqual([packets.filter(({ isShown }) => isShown).length, 0]);
    const damaged = packets.map((packet, k) =>
      k === at ? { ...packet, data: Uint8Array.from(damage(packet.data)) } : packet,
    );
    const { whole, repaired } = await decoded(decoder, config, damaged);
    expect(whole.has(packets[at]!.order)).toBe(false);
    for (const [order, picture] of whole) expect([order, picture]).toEqual([order, right.get(order)]);
    // Other groups are untouched. Some versions of ffmpeg lose all AV1 behind damage.
    expect([0, 1, 2].filter((order) => !whole.has(order))).toEqual([]);
    expect(repaired.has(Math.max(...right.keys()))).toBe(false);
  });
});
