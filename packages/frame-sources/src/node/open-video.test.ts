import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipPath } from '../testing/clip-path.ts';
import { collect, digest, paintedNumber, truth } from '../testing/clips.ts';
import { describeDecoders, nodeDecoders } from './decoders.ts';
import { openVideo } from './open-video.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('openVideo', () => {
  test('opens paths and file addresses', async () => {
    for (const place of [
      clipPath('h264.mov'),
      pathToFileURL(clipPath('h264.mov')),
      pathToFileURL(clipPath('h264.mov')).href,
    ]) {
      await using video = await openVideo(place);
      expect(video.info).toMatchObject({ container: 'mov', codec: 'h264', frameCount: 12 });
    }
  });

  test.each([
    ['h264-b-frames.mp4', 'mp4', 'h264'],
    ['vp9.webm', 'webm', 'vp9'],
    ['hevc-open-gop.mkv', 'matroska', 'hevc'],
    ['h264-offset.m2t', 'mpegts', 'h264'],
    ['mpeg2.m2t', 'mpegts', 'mpeg2video'],
    ['mpeg4.avi', 'avi', 'mpeg4'],
    ['mpeg1.mpg', 'mpegps', 'mpeg1video'],
    ['wmv2.wmv', 'asf', 'wmv2'],
    ['h264.flv', 'flv', 'h264'],
    ['animation.gif', 'gif', 'gif'],
    ['images', 'images', 'png'],
  ])('names container and codec of %s', async (clip, container, codec) => {
    await using video = await openVideo(clipPath(clip));
    expect(video.info).toMatchObject({ container, codec });
    const { frameCount, durationSeconds, frameRate, frameTimestampsSeconds } = video.info;
    expect(frameRate).toBeCloseTo(frameCount / durationSeconds, 9);
    expect(frameTimestampsSeconds).toHaveLength(frameCount);
    expect(
      frameTimestampsSeconds.every((seconds, k) => k === 0 || seconds >= frameTimestampsSeconds[k - 1]!),
    ).toBe(true);
  });

  test.each([
    ['empty.mp4', 'video-unreadable', 'found an empty file'],
    ['text.mp4', 'video-unreadable', 'found text'],
    ['jpeg-named.mp4', 'video-unreadable', 'found a JPEG image'],
    ['corrupted-header.mp4', 'video-unreadable', 'found an MP4 file in which no picture can be decoded'],
    ['audio-only.m4a', 'no-video-track', 'found audio only'],
    ['cover-art.m4a', 'no-video-track', 'found audio only'],
    ['audio-only.wav', 'no-video-track', 'found a WAV file with audio only'],
    ['missing.mp4', 'video-not-found', 'No video at'],
  ])('refuses %s as %s', async (clip, code, message) => {
    await expect(openVideo(clipPath(clip))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test('refuses addresses of the network', async () => {
    await expect(openVideo('https://example.org/a.mp4')).rejects.toMatchObject({
      code: 'video-not-found',
      message: expect.stringContaining('https: addresses are not read; download the file first'),
    });
  });

  test('refuses an empty folder and one whose first image is damaged', async () => {
    await expect(openVideo(folder)).rejects.toMatchObject({ facts: { found: 'a folder without images' } });
    await writeFile(join(folder, '1.png'), 'no picture');
    await expect(openVideo(folder)).rejects.toMatchObject({ facts: { found: 'a damaged image, 1.png' } });
  });

  test('refuses what is cut off before its index, and damaged GIFs', async () => {
    const path = join(folder, 'cut');
    await writeFile(path, Buffer.from('000000206674797069736f6d', 'hex'));
    await expect(openVideo(path)).rejects.toMatchObject({ code: 'video-unreadable' });
    await writeFile(path, 'GIF89a');
    await expect(openVideo(path)).rejects.toMatchObject({
      facts: { found: 'a GIF image without a picture' },
    });
  });

  test('stops when its signal is aborted', async () => {
    const reason = new Error('enough');
    await expect(openVideo(clipPath('mpeg4.avi'), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    const controller = new AbortController();
    const opening = openVideo(clipPath('mpeg4.avi'), { signal: controller.signal });
    queueMicrotask(() => controller.abort(reason));
    await expect(opening).rejects.toBe(reason);
  });

  test('shows images in natural order, one per second', async () => {
    await using video = await openVideo(clipPath('images'));
    expect([...video.info.frameTimestampsSeconds]).toEqual(Array.from({ length: 12 }, (_, second) => second));
    const frames = await collect(video, { indices: Array.from({ length: 12 }, (_, index) => index) });
    expect(frames.map((frame) => paintedNumber(frame))).toEqual(frames.map((frame) => frame.index));
    expect(frames.map(digest)).toEqual(truth.images!.rgbMd5);
  });

  test('leaves no file open', async () => {
    const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    const before = await openFiles();
    for (const clip of [
      'h264-b-frames.mp4',
      'mpeg4.avi',
      'animation.gif',
      'images',
      'empty.mp4',
      'audio-only.m4a',
    ]) {
      const video = await openVideo(clipPath(clip)).catch(() => undefined);
      if (video) await collect(video, { indices: [0, 5] });
      await video?.dispose();
    }
    expect(await openFiles()).toBe(before);
  });
});

describe('describeDecoders', () => {
  test('says of each decoder whether it works, and how to get it', async () => {
    const descriptions = await describeDecoders();
    expect(descriptions.map((each) => each.name)).toEqual(['node-av', 'ffmpeg']);
    for (const { works, version, reason, remedy } of descriptions) {
      expect(works ? version : reason).toBeTruthy();
      expect(remedy).not.toBe('');
    }
    const working = descriptions.filter((each) => each.works).map((each) => each.name);
    expect((await nodeDecoders()).map((each) => each.name)).toEqual(working);
  });
});
