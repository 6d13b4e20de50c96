import type { VideoPlace } from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { clipBytes, collect, digest, fixtures, paintedNumber, truth } from '../testing/clips.ts';
import { clipFile, refusals } from '../testing/open-clip.browser.ts';
import { describeOpening } from '../testing/opening-suite.ts';
import { openVideo } from './open-video.ts';
import { describeDecoders } from './web-codecs/describe-decoders.ts';

describeOpening('browser', {
  open: async (clip, signal) => openVideo(await clipFile(clip), { signal }),
  openBytes: (bytes, name) => openVideo(new File([bytes], name)),
  refusals,
});

const clip = 'vp9.webm';
const url = new URL(`clips/${clip}`, fixtures.url);

async function expectWhole(place: VideoPlace): Promise<void> {
  await using video = await openVideo(place);
  const frames = await collect(video, { indices: [0, 17, 29] });
  expect(frames.map((frame) => paintedNumber(frame))).toEqual([0, 17, 29]);
  expect(frames.map(digest)).toEqual([0, 17, 29].map((index) => truth[clip]!.rgbMd5[index]));
}

describe('openVideo', () => {
  test('opens files, blobs, and addresses of every kind', async () => {
    const file = await clipFile(clip);
    const blobUrl = URL.createObjectURL(file);
    await expectWhole(file);
    await expectWhole(new Blob([file]));
    await expectWhole(url);
    await expectWhole(url.href);
    await expectWhole(url.pathname);
    await expectWhole(blobUrl);
    URL.revokeObjectURL(blobUrl);
  });

  test('finds pictures out by their bytes, whatever they are called', async () => {
    await using video = await openVideo(await clipFile('jpeg-named.mp4'));
    expect(video.info).toMatchObject({
      container: 'image',
      codec: 'jpeg',
      frameCount: 1,
      durationSeconds: 1,
    });
  });

  test('opens bytes, and streams of them', async () => {
    const bytes = await clipBytes(clip);
    const before = bytes.slice();
    await expectWhole(bytes);
    await expectWhole(bytes.buffer);
    await expectWhole(new Blob([bytes]).stream());
    expect(bytes).toEqual(before);
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    }
    await expectWhole(pieces());
    await expect(openVideo(new Blob([]).stream())).rejects.toMatchObject({
      facts: { found: 'an empty file' },
    });
  });

  test('names a file by its name, a blob and an address by what they are', async () => {
    const text = ['This is no video.'];
    await expect(openVideo(new File(text, 'a.mp4'))).rejects.toMatchObject({ facts: { place: 'a.mp4' } });
    await expect(openVideo(new Blob(text))).rejects.toMatchObject({ facts: { place: 'a Blob' } });
    const address = new URL('clips/text.mp4', fixtures.url);
    await expect(openVideo(address)).rejects.toMatchObject({ facts: { place: address.href } });
  });

  test('says what the server or the network said', async () => {
    await expect(openVideo('http://localhost:1/a.mp4')).rejects.toMatchObject({
      code: 'video-not-found',
      facts: { place: 'http://localhost:1/a.mp4', reason: expect.stringContaining('the network failed') },
    });
    await expect(openVideo(new URL('clips/no-such-file.mp4', fixtures.url))).rejects.toMatchObject({
      code: 'video-not-found',
      facts: { reason: expect.stringMatching(/the server answered (404|with a web page)/) },
    });
    await expect(
      openVideo(URL.createObjectURL(new Blob(['<!doctype html><p>No video.']))),
    ).rejects.toMatchObject({
      code: 'video-not-found',
      facts: { reason: 'the server answered with a web page, not with a video' },
    });
  });

  test('refuses paths of the file system, and what is no address', async () => {
    await expect(openVideo('file:///a.mp4')).rejects.toMatchObject({
      code: 'video-not-found',
      message: expect.stringContaining('let the file be chosen, and pass the File'),
    });
    await expect(openVideo('http://')).rejects.toMatchObject({
      code: 'video-not-found',
      message: expect.stringContaining('no address can be made of it'),
    });
  });

  test('stops a request when its signal is aborted', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const opening = openVideo(url, { signal: controller.signal });
    queueMicrotask(() => controller.abort(reason));
    await expect(opening).rejects.toBe(reason);
  });
});

describe('describeDecoders', () => {
  test('says of each codec whether it works here, and if not why', async () => {
    const descriptions = await describeDecoders();
    expect(descriptions.map(({ name }) => name).sort()).toEqual([
      'av1',
      'h264',
      'hevc',
      'prores',
      'vp8',
      'vp9',
    ]);
    for (const { name, works, reason, remedy } of descriptions) {
      expect([name, works]).toEqual([name, !Object.values(refusals).includes(`${name} has no decoder here`)]);
      expect(reason === undefined).toBe(works);
      expect(remedy).toContain('convert it');
    }
  });
});
