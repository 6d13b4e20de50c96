import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { VideoPlace } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clipPath } from '../testing/clip-path.ts';
import { collect, digest, fixtures, truth } from '../testing/clips.ts';
import { findVideo } from './find-video.ts';
import { openVideo } from './open-video.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
  // What other tests keep among the system's temporary files at the same time is theirs.
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});
const kept = async () => (await readdir(folder)).length;

/** Serves the fixtures, by ranges or not, with what it was asked for. */
async function serve({
  ranges = true,
  broken = () => false,
}: {
  ranges?: boolean;
  broken?: () => boolean;
} = {}) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    asked.push(`${basename(pathname)} ${request.headers.range ?? 'all'}`);
    if (broken()) return void response.destroy();
    const file = await readFile(fileURLToPath(new URL(`.${pathname}`, fixtures.url))).catch(() => undefined);
    const part = ranges ? /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') : undefined;
    if (!file) response.writeHead(404).end();
    else if (!part) response.writeHead(200).end(file);
    else {
      const bytes = file.subarray(Number(part[1]), Number(part[2]) + 1);
      const range = `bytes ${part[1]}-${Number(part[1]) + bytes.length - 1}/${file.length}`;
      response.writeHead(206, { 'Content-Range': range }).end(bytes);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    asked,
    address: (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function expectFrames(place: VideoPlace, clip: string): Promise<void> {
  const video = await openVideo(place);
  const { rgbMd5 } = truth[clip]!;
  expect(video.info.frameCount).toBe(rgbMd5.length);
  const frames = await collect(video, { indices: [1, 5, 11] });
  expect(frames.map(digest)).toEqual([1, 5, 11].map((index) => rgbMd5[index]));
  await video.dispose();
  expect(await kept()).toBe(0);
}

// One that has an index, one that only programs which take files read, one that is held in memory.
describe.each(['h264-b-frames.mp4', 'mpeg4.avi', 'animation.gif'])('%s', (clip) => {
  const path = clipPath(clip);

  test('opens from a path, a file address, a Blob, bytes and streams', async () => {
    const bytes = new Uint8Array(await readFile(path));
    const before = bytes.slice();
    await expectFrames(path, clip);
    await expectFrames(pathToFileURL(path).href, clip);
    await expectFrames(new Blob([bytes]), clip);
    await expectFrames(new File([bytes], clip), clip);
    await expectFrames(bytes, clip);
    await expectFrames(bytes.buffer, clip);
    await expectFrames(Buffer.concat([Buffer.from('x'), bytes]).subarray(1), clip);
    await expectFrames(new Blob([bytes]).stream(), clip);
    await expectFrames(createReadStream(path), clip);
    expect(bytes).toEqual(before);
  });

  test('opens from an address, whether the server answers ranges or not', async () => {
    await using ranged = await serve();
    await expectFrames(ranged.address(`clips/${clip}`), clip);
    expect(ranged.asked.every((request) => request.startsWith(`${clip} bytes=`))).toBe(true);
    await using whole = await serve({ ranges: false });
    await expectFrames(new URL(whole.address(`clips/${clip}`)), clip);
    expect(whole.asked).toHaveLength(1);
  });

  test('has one key, however it is given, and what it is opened as has it too', async () => {
    const keyOf = async (place: VideoPlace) => {
      await using found = await findVideo(place);
      return await found.contentKey?.();
    };
    const key = await keyOf(path);
    expect(key).toMatch(/^sampled-[0-9a-f]{64}$/);
    await using server = await serve();
    await using whole = await serve({ ranges: false });
    for (const place of [
      new Blob([await readFile(path)]),
      createReadStream(path),
      server.address(`clips/${clip}`),
      whole.address(`clips/${clip}`),
    ]) {
      expect(await keyOf(place)).toBe(key);
    }
    await using video = await openVideo(path);
    expect(await video.contentKey?.()).toBe(key);
    await using found = await findVideo(path, { contentKey: 'whole' });
    expect(await found.contentKey?.()).toMatch(/^whole-/);
  });
});

describe('a list of pictures', () => {
  const names = ['turned-6.jpg', 'palette.png', 'still.gif', 'rgb.bmp'];
  const picturePath = (name: string) => fileURLToPath(new URL(`pictures/${name}`, fixtures.url));

  test('is one clip in the order given, however each is given', async () => {
    const { pictures } = await fixtures.json<{
      readonly pictures: Readonly<Record<string, { readonly rgbMd5: readonly string[] }>>;
    }>('pictures.json');
    await using server = await serve();
    const [first, second, third, fourth] = names as [string, string, string, string];
    await using video = await openVideo([
      picturePath(fourth),
      new Blob([await readFile(picturePath(third))]),
      server.address(`pictures/${second}`),
      await readFile(picturePath(first)),
    ]);
    expect(video.info).toMatchObject({ container: 'images', codec: 'bmp', frameCount: 4, frameRate: 1 });
    const frames = await collect(video, { indices: [0, 1, 2, 3] });
    expect(frames.map(digest)).toEqual(names.toReversed().map((name) => pictures[name]!.rgbMd5[0]));
    const paths = names.toReversed().map(picturePath);
    await using found = await findVideo(paths);
    expect(await video.contentKey?.()).toBe(await found.contentKey?.());
    await using other = await findVideo(paths.toReversed());
    expect(await other.contentKey?.()).not.toBe(await found.contentKey?.());
  });

  test('refuses what is no picture, what is not there, a folder, and none at all', async () => {
    const picture = picturePath('grey.jpg');
    await expect(openVideo([picture, clipPath('h264.mov')])).rejects.toMatchObject({
      code: 'video-unreadable',
      facts: { found: 'an MP4 file in a list of pictures' },
    });
    await expect(openVideo([picture, picturePath('missing.png')])).rejects.toMatchObject({
      code: 'video-not-found',
    });
    await expect(openVideo([picture, clipPath('images')])).rejects.toMatchObject({
      facts: { found: 'a folder in a list of pictures' },
    });
    await expect(openVideo([])).rejects.toMatchObject({ facts: { found: 'no picture' } });
    await using server = await serve();
    await using late = await openVideo([picture, server.address('pictures/missing.png')]);
    await expect(collect(late, { indices: [0, 1] })).rejects.toMatchObject({
      code: 'video-not-found',
      facts: { reason: 'the server answered 404 Not Found' },
    });
  });
});

test('what is no place of a video, and what a server has instead of one, is said', async () => {
  await expect(openVideo('ftp://example.org/a.mp4')).rejects.toMatchObject({
    code: 'video-not-found',
    facts: { reason: 'ftp: addresses are not read; https:, http:, file: and data: are' },
  });
  await expect(openVideo(7 as never)).rejects.toMatchObject({
    facts: { place: '7', reason: expect.stringContaining('expected a path, an address, a Blob') },
  });
  await using server = await serve();
  await expect(openVideo(server.address('clips/missing.mp4'))).rejects.toMatchObject({
    facts: { reason: 'the server answered 404 Not Found' },
  });
  await expect(openVideo('data:text/html,<html>no video</html>')).rejects.toMatchObject({
    facts: { place: 'a data: address', reason: 'the server answered with a web page, not with a video' },
  });
  await expect(openVideo(new Blob([]).stream())).rejects.toMatchObject({
    facts: { found: 'a stream that ended without a byte' },
  });
});
