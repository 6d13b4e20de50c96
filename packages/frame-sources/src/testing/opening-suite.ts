import type { FrameSource } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';

/** How {@link describeOpening} opens clips. */
export interface OpeningSuiteOptions {
  /** Opens a clip by its name, with the decoders that are usual here. */
  readonly open: (clip: string, signal?: AbortSignal) => Promise<FrameSource>;
  /** Opens bytes as a file of this name. */
  readonly openBytes: (bytes: Uint8Array<ArrayBuffer>, name: string) => Promise<FrameSource>;
  /** Why a clip can't be decoded here; such tests are skipped, with the reason. */
  readonly refusals?: Readonly<Record<string, string>>;
}

const containers = [
  ['h264-b-frames.mp4', 'mp4', 'h264'],
  ['h264.mov', 'mov', 'h264'],
  ['vp9.webm', 'webm', 'vp9'],
  ['av1.mkv', 'matroska', 'av1'],
  ['hevc-open-gop.mkv', 'matroska', 'hevc'],
  ['h264-offset.m2t', 'mpegts', 'h264'],
  ['mpeg2.m2t', 'mpegts', 'mpeg2video'],
  ['mpeg4.avi', 'avi', 'mpeg4'],
  ['mpeg1.mpg', 'mpegps', 'mpeg1video'],
  ['wmv2.wmv', 'asf', 'wmv2'],
  ['h264.flv', 'flv', 'h264'],
  ['animation.gif', 'gif', 'gif'],
  ['mpeg4-rotated-90.mov', 'mp4', 'mpeg4'],
  ['animated.avif', 'mp4', 'av1'],
] as const;

const unreadable = [
  ['empty.mp4', 'video-unreadable', 'found an empty file'],
  ['text.mp4', 'video-unreadable', 'found text'],
  ['encrypted.mp4', 'video-encrypted', 'found an MP4 file whose pictures are encrypted'],
  ['corrupted-header.mp4', 'video-unreadable', 'found an MP4 file in which no picture can be decoded'],
  ['audio-only.m4a', 'no-video-track', 'found audio only'],
  ['cover-art.m4a', 'no-video-track', 'found audio only'],
  ['audio-only.wav', 'no-video-track', 'found a WAV file with audio only'],
] as const;

/** What opening a video must do, in Node and in browsers. */
export function describeOpening(name: string, options: OpeningSuiteOptions): void {
  const { open, openBytes, refusals = {} } = options;

  describe(`${name}: opening`, () => {
    for (const [clip, container, codec] of containers) {
      const reason = refusals[clip];
      const title = `names container and codec of ${clip}`;
      test.skipIf(reason !== undefined)(reason ? `${title}: skipped, ${reason}` : title, async () => {
        await using video = await open(clip);
        expect(video.info).toMatchObject({ container, codec });
        const { frameCount, durationSeconds, frameRate, frameTimestampsSeconds } = video.info;
        expect(frameRate).toBeCloseTo(frameCount / durationSeconds, 9);
        expect(frameTimestampsSeconds).toHaveLength(frameCount);
        expect([...frameTimestampsSeconds]).toEqual([...frameTimestampsSeconds.toSorted()]);
      });
    }

    test.each(unreadable)('refuses %s as %s', async (clip, code, message) => {
      await expect(open(clip)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    });

    test('refuses what is cut off before its index, pages, and damaged GIFs', async () => {
      const head = Uint8Array.from([0, 0, 0, 32, ...new TextEncoder().encode('ftypisom')]);
      await expect(openBytes(head, 'cut.mp4')).rejects.toMatchObject({ code: 'video-unreadable' });
      const gif = new TextEncoder().encode('GIF89a');
      await expect(openBytes(gif, 'cut.gif')).rejects.toMatchObject({
        facts: { found: 'a GIF image without a picture' },
      });
      const page = new TextEncoder().encode('\n<!-- saved -->\n<!DOCTYPE html><html></html>');
      await expect(openBytes(page, 'page.mp4')).rejects.toMatchObject({ facts: { found: 'a web page' } });
      const noise = Uint8Array.from({ length: 5000 }, (_, k) => (k * k * 31) % 251);
      await expect(openBytes(noise, 'noise.mp4')).rejects.toMatchObject({
        facts: { found: 'bytes of no known format in which no picture can be decoded' },
      });
    });

    test('stops when its signal is aborted', async () => {
      const reason = new Error('enough');
      await expect(open('h264-b-frames.mp4', AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const opening = open('h264-b-frames.mp4', controller.signal);
      queueMicrotask(() => controller.abort(reason));
      await expect(opening).rejects.toBe(reason);
    });
  });
}
