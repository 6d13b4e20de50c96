import { decodeBase64 } from '@slowfast/test-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodedPacket, DecodedPicture, StreamConfig } from '../../frame-decoder.ts';
import { collect } from '../../testing/clips.ts';
import { openClip } from '../../testing/open-clip.browser.ts';
import { decodeRuns } from './decode-runs.ts';
import { DecoderSession } from './decoder-session.ts';
import { browserColors } from './picture-colors.ts';
import { samplePackets } from './sample-packets.ts';
import { decodingFailure } from './supported-config.ts';

const allOf = (count: number) => Array.from({ length: count }, (_, index) => index);
const stream = (codec: StreamConfig['codec'], codecString: string): StreamConfig => ({
  codec,
  codecString,
  codedWidth: 64,
  codedHeight: 64,
  color: {},
});

async function* each(...packets: CodedPacket[]): AsyncGenerator<CodedPacket, void> {
  yield* packets;
}

async function decoded(config: StreamConfig, ...packets: CodedPacket[]): Promise<number[]> {
  const wanted = new Set(packets.map(({ order }) => order));
  const signal = new AbortController().signal;
  const pictures: DecodedPicture[] = [];
  const decoderConfig = { codec: config.codecString };
  for await (const picture of decodeRuns(config, decoderConfig, each(...packets), wanted, signal))
    pictures.push(picture);
  return pictures.map(({ order }) => order);
}

const vp9 = stream('vp9', samplePackets.vp9!.codecString);
const whole = decodeBase64(samplePackets.vp9!.data);
const key = (order: number, data = whole): CodedPacket => ({ order, data, isKey: true });
const noise = whole.map((byte, k) => (k < 9 ? byte : byte ^ 0xa5));

describe('damage', () => {
  test('takes its own picture and no other', async () => {
    const first: CodedPacket = { ...key(0), startsRun: 'clean' };
    expect(await decoded(vp9, first, key(1, new Uint8Array([1, 2, 3])), key(2), key(3))).toEqual([0, 2, 3]);
    expect(await decoded(vp9, first, key(1, noise.subarray(0, 12)), key(2), key(3))).toEqual([0, 2, 3]);
  });

  test('at the start of a run leaves the next key packet', async () => {
    const first: CodedPacket = { ...key(0, new Uint8Array(5)), startsRun: 'clean' };
    expect(await decoded(vp9, first, { ...key(1), isKey: false }, key(2))).toEqual([2]);
  });

  test('everywhere leaves nothing, and is no error', async () => {
    expect(await decoded(vp9, { ...key(0, new Uint8Array(5)), startsRun: 'clean' })).toEqual([]);
  });
});

describe('a codec that the browser lacks', () => {
  test('is DecoderUnavailableError, though the decoder was tried', async () => {
    const packet: CodedPacket = { ...key(0), startsRun: 'clean' };
    await expect(decoded(stream('hevc', 'hev1.9.9.L999.B0'), packet)).rejects.toMatchObject({
      code: 'decoder-unavailable',
      facts: { codec: 'hevc', tried: [expect.stringContaining('claims to decode it and fails')] },
    });
  });

  test('shows when a picture of it is tried', async () => {
    const sample = samplePackets.vp9!;
    expect(await decodingFailure(sample, 'prefer-software')).toBeUndefined();
    expect(await decodingFailure({ ...sample, data: btoa('no picture') }, 'prefer-software')).toBeTruthy();
    expect(await decodingFailure({ ...sample, codecString: 'vp42' }, 'prefer-software')).toBeTruthy();
  });
});

test('the browser is told colours, lest it guesses BT.709 where nothing is tagged', async () => {
  const { data, codecString } = samplePackets.vp8!;
  const colored = decodeBase64(data);
  const matrixOf = async (config: VideoDecoderConfig) => {
    const session = new DecoderSession(config, () => true);
    session.decode({ order: 0, data: colored, isKey: true });
    await session.flush();
    const frame = session.take()!;
    const { matrix } = frame.colorSpace;
    frame.close();
    session.dispose();
    return matrix;
  };
  expect(await matrixOf({ codec: codecString })).toBe('bt709');
  const colorSpace = browserColors({ matrix: 'bt601', fullRange: false }, {});
  expect(await matrixOf({ codec: codecString, colorSpace })).toBe('smpte170m');
});

describe('pictures in the memory of the browser', () => {
  const Decoder = globalThis.VideoDecoder;
  let frames: VideoFrame[];
  let mostOpen: number;
  const open = () => frames.filter((frame) => frame.format !== null).length;

  beforeEach(() => {
    frames = [];
    mostOpen = 0;
    // The browser's own decoder, watched.
    globalThis.VideoDecoder = class extends Decoder {
      constructor(init: VideoDecoderInit) {
        super({
          ...init,
          output: (frame) => {
            frames.push(frame);
            mostOpen = Math.max(mostOpen, open());
            init.output(frame);
          },
        });
      }
    };
  });
  afterEach(() => {
    globalThis.VideoDecoder = Decoder;
  });

  test('are closed at once where they are not wanted, and few wait', async () => {
    await using video = await openClip('h264-one-key.mp4');
    await collect(video, { indices: [0, 14, 29] });
    expect(frames.length).toBeGreaterThan(20);
    expect(open()).toBe(0);
    expect(mostOpen).toBe(1);
  });

  test('wait for a slow consumer only in a number that does not grow with the video', async () => {
    await using video = await openClip('vp9.webm');
    for await (const _ of video.frames({ indices: allOf(30) }))
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(frames.length).toBeGreaterThanOrEqual(30);
    expect(open()).toBe(0);
    expect(mostOpen).toBeLessThanOrEqual(10);
  });

  test('are closed when an iteration is left, cancelled, or its video disposed', async () => {
    await using video = await openClip('vp9.webm');
    for await (const frame of video.frames({ indices: allOf(30) })) if (frame.index === 3) break;
    expect(open()).toBe(0);
    const controller = new AbortController();
    const cancelled = async () => {
      for await (const frame of video.frames({ indices: allOf(30) }, { signal: controller.signal }))
        if (frame.index === 3) controller.abort();
    };
    await expect(cancelled()).rejects.toThrow();
    expect(open()).toBe(0);
    const disposed = async () => {
      for await (const frame of video.frames({ indices: allOf(30) }))
        if (frame.index === 3) await video.dispose();
    };
    await expect(disposed()).rejects.toThrow();
    expect(open()).toBe(0);
  });
});
