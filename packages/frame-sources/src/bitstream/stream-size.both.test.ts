import { EncodedPacketSink } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import type { StreamConfig } from '../frame-decoder.ts';
import { openContainer } from '../index/container.ts';
import { readStreamConfig } from '../index/stream-config.ts';
import { bytesInMemory } from '../testing/bytes.ts';
import { clipBytes, fixtures } from '../testing/clips.ts';
import { followSize } from './stream-size.ts';

/** Streams of 64 x 64 pictures; see fixtures/make_oracles.py. */
interface Case {
  readonly codec: StreamConfig['codec'];
  readonly title: string;
  readonly packet: string;
}

const { cases } = await fixtures.json<{ readonly cases: readonly Case[] }>('colors.json');
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const unknown = (codec: StreamConfig['codec']): StreamConfig => ({
  codec,
  codecString: '',
  codedWidth: 1,
  codedHeight: 2,
  color: {},
});

describe('the size that a packet tells', () => {
  test.each(cases)('$codec, $title', ({ codec, packet }) => {
    expect(followSize(unknown(codec))(bytesOf(packet))).toEqual({ width: 64, height: 64 });
  });

  test.each(cases)('$codec, $title: whatever breaks off ends', ({ codec, packet }) => {
    const whole = bytesOf(packet);
    const size = followSize(unknown(codec));
    for (let length = 0; length < whole.length; length += 3) size(whole.subarray(0, length));
  });

  test('is the one before where a packet tells none', () => {
    expect(followSize(unknown('h264'))(Uint8Array.of(0, 0, 1, 0x41, 9))).toEqual({ width: 1, height: 2 });
  });
});

describe('the size of every packet of a stream', () => {
  test.each([
    ['vp9.webm', [[160, 96]]],
    ['vp9-odd-height.webm', [[157, 97]]],
    [
      'vp9-sizes.webm',
      [
        [80, 48],
        [160, 96],
      ],
    ],
    [
      'vp8-sizes.webm',
      [
        [160, 96],
        [80, 48],
      ],
    ],
    [
      'h264-joined-sizes.m2t',
      [
        [160, 96],
        [80, 48],
      ],
    ],
    ['h264-interlaced.m2t', [[160, 96]]],
    ['h264-odd.mp4', [[158, 98]]],
    ['h264-422.mp4', [[160, 96]]],
    ['h264-444.mp4', [[160, 96]]],
    ['hevc.m2t', [[160, 96]]],
    ['av1.mkv', [[160, 96]]],
    ['prores.mov', [[160, 96]]],
  ])('%s', async (clip, sizes) => {
    const container = await openContainer(bytesInMemory(await clipBytes(clip)));
    const config = (await readStreamConfig(container!.track!))!;
    const size = followSize(config);
    const found: string[] = [];
    for await (const { data } of new EncodedPacketSink(container!.track!).packets()) {
      const { width, height } = size(data);
      if (found.at(-1) !== `${width}x${height}`) found.push(`${width}x${height}`);
    }
    container!.close();
    expect([`${config.codedWidth}x${config.codedHeight}`, ...found.slice(1)]).toEqual(
      sizes.map(([width, height]) => `${width}x${height}`),
    );
    expect(found).toHaveLength(sizes.length);
  });
});
