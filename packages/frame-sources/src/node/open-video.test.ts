import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipPath } from '../testing/clip-path.ts';
import { collect, digest, paintedNumber, truth } from '../testing/clips.ts';
import { describeOpening } from '../testing/opening-suite.ts';
import { describeDecoders, nodeDecoders } from './decoders.ts';
import { openVideo } from './open-video.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOpening('Node', {
  open: (clip, signal) => openVideo(clipPath(clip), { signal }),
  async openBytes(bytes, name) {
    await writeFile(join(folder, name), bytes);
    return openVideo(join(folder, name));
  },
});

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

  test('names the images of a folder', async () => {
    await using video = await openVideo(clipPath('images'));
    expect(video.info).toMatchObject({ container: 'images', codec: 'png', frameCount: 12, frameRate: 1 });
  });

  test('says where there is no file', async () => {
    await expect(openVideo(clipPath('missing.mp4'))).rejects.toMatchObject({
      code: 'video-not-found',
      message: expect.stringContaining('No video at'),
    });
  });

  test('refuses an empty folder and one whose first image is damaged', async () => {
    const images = await mkdtemp(join(folder, 'images-'));
    await expect(openVideo(images)).rejects.toMatchObject({ facts: { found: 'a folder without pictures' } });
    await writeFile(join(images, '1.png'), 'no picture');
    await expect(openVideo(images)).rejects.toMatchObject({ facts: { found: 'a damaged picture, 1.png' } });
  });

  test('stops the pass over a file without an index when its signal is aborted', async () => {
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
