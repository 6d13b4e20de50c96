import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { frameSourceConformance } from '@slowfast/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { collect, digest, fixtures, paintedNumber } from '../../testing/clips.ts';
import { openVideo } from '../open-video.ts';

/** What Pillow makes of the pictures; see fixtures/make_pictures.py. */
const { pictures } = await fixtures.json<{
  readonly pictures: Readonly<
    Record<
      string,
      {
        readonly size: readonly [number, number];
        readonly rgbMd5: readonly string[];
        readonly durationsSeconds: readonly number[];
      }
    >
  >;
}>('pictures.json');
const picturePath = (name: string) => fileURLToPath(new URL(`pictures/${name}`, fixtures.url));
const stills = Object.keys(pictures).filter((name) => !name.startsWith('animated'));
const exactStills = stills.filter((name) => !name.endsWith('.avif'));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder of this name with copies of pictures. */
async function folderOf(name: string, copies: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  for (const [to, from] of Object.entries(copies)) await copyFile(picturePath(from), join(path, to));
  return path;
}

describe('a picture as a video', () => {
  test.each(Object.entries(pictures))('%s: upright, with the bytes of the judge', async (name, picture) => {
    await using video = await openVideo(picturePath(name));
    const { width, height, rotationDegrees, frameCount, frameTimestampsSeconds, durationSeconds } =
      video.info;
    expect([width, height, rotationDegrees]).toEqual([...picture.size, 0]);
    expect(frameCount).toBe(picture.rgbMd5.length);
    const frames = await collect(video, { indices: [...frameTimestampsSeconds.keys()] });
    expect(frames.every((frame) => frame.status === 'exact')).toBe(true);
    if (name.endsWith('.avif')) {
      expect(paintedNumber(frames[0]!, name === 'turned-6.avif' ? 90 : 0)).toBe(5);
    } else {
      expect(frames.map(digest)).toEqual(picture.rgbMd5);
    }
    if (frameCount === 1) return;
    let seconds = 0;
    for (const [index, each] of picture.durationsSeconds.entries()) {
      expect(frameTimestampsSeconds[index]).toBeCloseTo(seconds, 9);
      seconds += each;
    }
    expect(durationSeconds).toBeCloseTo(seconds, 9);
    for (const index of [4, 2]) {
      const [frame] = await collect(video, { indices: [index] });
      expect(digest(frame!)).toBe(picture.rgbMd5[index]);
    }
  });

  test('is found out by its bytes, not by its name', async () => {
    await using video = await openVideo(clipPath('jpeg-named.mp4'));
    expect(video.info).toMatchObject({
      container: 'image',
      codec: 'jpeg',
      frameCount: 1,
      durationSeconds: 1,
    });
    expect((await collect(video, { indices: [0] })).map((frame) => paintedNumber(frame))).toEqual([1]);
  });

  test.each(['progressive.jpg', 'palette.png', 'lossy.webp', 'chroma-420.avif', 'rgb.bmp'])(
    'is damaged where it breaks off: %s',
    async (name) => {
      const path = join(folder, `cut-${name}`);
      const file = await readFile(picturePath(name));
      await writeFile(path, file.subarray(0, file.length * 0.6));
      await expect(openVideo(path)).rejects.toMatchObject({
        code: 'video-unreadable',
        message: expect.stringContaining('image that is damaged, or of a rare kind'),
      });
    },
  );

  test.each(['animated.webp', 'animated.png'])('has the pictures before the break: %s', async (name) => {
    const path = join(folder, `cut-${name}`);
    const file = await readFile(picturePath(name));
    await writeFile(path, file.subarray(0, file.length * 0.6));
    await using video = await openVideo(path);
    const { frameCount, hasAudio } = video.info;
    expect(hasAudio).toBe(false);
    expect(frameCount).toBeGreaterThan(1);
    expect(frameCount).toBeLessThan(6);
    const frames = await collect(video, { indices: [0, 1] });
    expect(frames.map(digest)).toEqual(pictures[name]!.rgbMd5.slice(0, 2));
  });

  test('of an animation one that is damaged is stood in for', async () => {
    const path = join(folder, 'damaged.webp');
    const file = await readFile(picturePath('animated-lossy.webp'));
    const third = file.indexOf('ANMF', file.indexOf('ANMF', file.indexOf('ANMF') + 4) + 4);
    file.fill(0, third + 32, third + 44);
    await writeFile(path, file);
    await using video = await openVideo(path);
    const frames = await collect(video, { indices: [0, 1, 2] });
    expect(frames.map((frame) => frame.decodedIndex)).toEqual([0, 1, 1]);
  });
});

describe('a folder of pictures', () => {
  test('has every kind of them, upright', async () => {
    const names = exactStills.toSorted(new Intl.Collator('en', { numeric: true }).compare);
    await using video = await openVideo(
      await folderOf('kinds', Object.fromEntries(names.map((name) => [name, name]))),
    );
    expect(video.info.leftOut).toBeUndefined();
    const frames = await collect(video, { indices: [...names.keys()] });
    expect(frames.map(digest)).toEqual(names.map((name) => pictures[name]!.rgbMd5[0]));
  });

  test.each(['100%d off', 'shot%20', '%03d', 'odd [names] {a,b} é 🎬'])(
    'may be called, and have pictures that are called, %s',
    async (name) => {
      const copies = { [`${name}-1.jpg`]: 'grey.jpg', [`${name}-2.bmp`]: 'rgb.bmp' };
      await using video = await openVideo(await folderOf(name, copies));
      const frames = await collect(video, { indices: [0, 1] });
      expect(frames.map(digest)).toEqual([pictures['grey.jpg']!.rgbMd5[0], pictures['rgb.bmp']!.rgbMd5[0]]);
    },
  );

  test('names pictures of kinds that are not read, and stands in for damaged ones', async () => {
    const path = await folderOf('mixed', {
      '1.png': 'palette.png',
      '3.webp': 'lossy.webp',
      '4.HEIC': 'grey.jpg',
    });
    await writeFile(join(path, '2.png'), 'no picture');
    await writeFile(join(path, 'a.jxl'), 'a picture of another kind');
    await writeFile(join(path, 'notes.txt'), 'no picture at all');
    await using video = await openVideo(path);
    expect(video.info).toMatchObject({ frameCount: 3, leftOut: ['4.HEIC', 'a.jxl'] });
    const frames = await collect(video, { indices: [0, 1, 2] });
    expect(frames.map((frame) => frame.decodedIndex)).toEqual([0, 0, 2]);
  });

  test('says what is in one that has none which is read', async () => {
    await expect(openVideo(await folderOf('others', { 'b.heic': 'grey.jpg' }))).rejects.toMatchObject({
      facts: { found: 'a folder without pictures that are read (but b.heic)' },
    });
  });
});

test('no decoder of videos is needed for pictures', async () => {
  const paths = [picturePath('palette.png'), picturePath('progressive.jpg')];
  for (const place of [...paths, paths]) {
    await using video = await openVideo(place, { decoders: [] });
    expect((await collect(video, { indices: [0] })).map(({ status }) => status)).toEqual(['exact']);
  }
});

test('without sharp a picture ends with an error that names it, and a video needs none', () => {
  const source = new URL('../../node.ts', import.meta.url).href;
  const program = `
    import { registerHooks } from 'node:module';
    registerHooks({ resolve(name, context, next) { if (name === 'sharp') throw new Error('not there'); return next(name, context); } });
    const { openVideo } = await import(${JSON.stringify(source)});
    for (const path of process.argv.slice(1)) {
      await openVideo(path).then(
        (video) => { console.log(video.info.codec); return video.dispose(); },
        (error) => console.log(error.code, error.message),
      );
    }`;
  const paths = [picturePath('grey.jpg'), picturePath('rgb.bmp'), clipPath('images'), clipPath('h264.mov')];
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, ...paths], {
    encoding: 'utf8',
  });
  const lines = output.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^decoder-unavailable No decoder for a JPEG image here .*'npm install sharp'\.$/);
  expect(lines[2]).toMatch(/^decoder-unavailable No decoder for a PNG image here/);
  expect([lines[1], lines[3]]).toEqual(['bmp', 'h264']);
});

frameSourceConformance('an animated picture', { open: () => openVideo(picturePath('animated.webp')) });
