import { decodeBase64 } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import type { StreamConfig } from '../frame-decoder.ts';
import { fixtures } from '../testing/clips.ts';
import type { StreamColors } from './color-codes.ts';
import { followColors } from './stream-colors.ts';

/** What FFmpeg reads of a stream; see fixtures/make_oracles.py. */
interface Case {
  readonly codec: StreamConfig['codec'];
  readonly title: string;
  /** Base64 of the first packet, whose parameter sets lie in it. */
  readonly packet: string;
  /** Base64 of the configuration record that MP4 makes of it. */
  readonly record?: string;
  readonly colors: StreamColors;
}

const { cases } = await fixtures.json<{ readonly cases: readonly Case[] }>('colors.json');
const configOf = (codec: StreamConfig['codec'], description?: Uint8Array): StreamConfig => ({
  codec,
  codecString: '',
  codedWidth: 64,
  codedHeight: 64,
  color: {},
  description,
});
/** A packet that says nothing: it may not change what is known. */
const silent = Uint8Array.of(0, 0, 0, 1, 0x41, 0);

describe('colours as FFmpeg reads them', () => {
  test.each(cases)('$codec, $title: in the packet', ({ codec, packet, colors }) => {
    const follower = followColors(configOf(codec));
    expect(follower.follow(silent)).toEqual({});
    expect(follower.follow(decodeBase64(packet))).toEqual(colors);
    expect(follower.follow(silent)).toEqual(colors);
  });

  test.each(cases.filter(({ record }) => record))(
    '$codec, $title: in the configuration record',
    ({ codec, record, colors }) => {
      expect(followColors(configOf(codec, decodeBase64(record!))).follow(silent)).toEqual(colors);
    },
  );

  test.each([...new Set(cases.map(({ codec }) => codec))])('%s: as they change in the middle', (codec) => {
    const follower = followColors(configOf(codec));
    const each = cases.filter((other) => other.codec === codec);
    const found = [...each, ...each].map(({ packet }) => follower.follow(decodeBase64(packet)));
    expect(found).toEqual([...each, ...each].map(({ colors }) => colors));
  });

  test.each(cases)('$codec, $title: whatever breaks off or is overwritten ends', ({ codec, packet }) => {
    const whole = decodeBase64(packet);
    for (let length = 0; length < whole.length; length++) {
      followColors(configOf(codec)).follow(whole.subarray(0, length));
      followColors(configOf(codec, whole.subarray(0, length))).follow(whole.map((byte) => byte ^ length));
    }
  });
});
