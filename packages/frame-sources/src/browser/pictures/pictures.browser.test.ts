import { describe, expect, test } from 'vitest';
import { clipBytes, collect, digest, fixtures } from '../../testing/clips.ts';
import { findVideo } from '../find-video.ts';
import { openVideo } from '../open-video.ts';

/** What Pillow makes of the pictures; see fixtures/make_pictures.py. */
const { pictures } = await fixtures.json<{
  readonly pictures: Readonly<
    Record<string, { readonly size: readonly [number, number]; readonly rgbMd5: readonly string[] }>
  >;
}>('pictures.json');
const addressOf = (name: string) => new URL(`pictures/${name}`, fixtures.url);
const bytesOf = async (name: string) => new Uint8Array(await (await fetch(addressOf(name))).arrayBuffer());
const fileOf = async (name: string) => new File([await bytesOf(name)], name);
const read = Object.entries(pictures).filter(([name]) => !name.endsWith('.tiff'));

describe('a picture as a video', () => {
  test.each(read)('%s: upright, with the bytes of the judge', async (name, picture) => {
    await using video = await openVideo(await fileOf(name));
    const { width, height, rotationDegrees, frameCount } = video.info;
    expect([width, height, rotationDegrees]).toEqual([...picture.size, 0]);
    expect(frameCount).toBe(picture.rgbMd5.length);
    const frames = await collect(video, { indices: picture.rgbMd5.map((_, index) => index) });
    expect(frames.every((frame) => frame.status === 'exact')).toBe(true);
    expect(frames.map(digest)).toEqual(picture.rgbMd5);
  });

  test('of a kind that browsers lack is refused by its name', async () => {
    await expect(openVideo(await fileOf('turned-6.tiff'))).rejects.toMatchObject({
      code: 'decoder-unavailable',
      message: expect.stringContaining('No decoder for a TIFF image here'),
    });
  });

  test.each(['progressive.jpg', 'palette.png', 'lossy.webp', 'chroma-420.avif', 'rgb.bmp'])(
    'is damaged where it breaks off: %s',
    async (name) => {
      const file = await bytesOf(name);
      await expect(openVideo(file.slice(0, file.length * 0.6))).rejects.toMatchObject({
        code: 'video-unreadable',
        message: expect.stringContaining('image that is damaged, or of a rare kind'),
      });
    },
  );
});

describe('a list of pictures', () => {
  const names = ['turned-6.jpg', 'palette.png', 'still.gif', 'translucent.webp'];
  const expected = names.map((name) => pictures[name]!.rgbMd5[0]);

  test('is one clip in the order given, however each is given', async () => {
    const [first, second, third, fourth] = names as [string, string, string, string];
    await using video = await openVideo([
      addressOf(first).pathname,
      await fileOf(second),
      (await bytesOf(third)).buffer,
      addressOf(fourth),
    ]);
    expect(video.info).toMatchObject({ container: 'images', frameCount: 4, frameRate: 1 });
    const frames = await collect(video, { indices: [0, 1, 2, 3] });
    expect(frames.map(digest)).toEqual(expected);
  });

  test('has a key of contents and order', async () => {
    const keyOf = async (list: readonly string[]) => {
      await using found = await findVideo(await Promise.all(list.map(fileOf)));
      return await found.contentKey?.();
    };
    const key = await keyOf(names);
    expect(key).toMatch(/^pictures-sampled-[0-9a-f]{64}$/);
    expect(await keyOf(names)).toBe(key);
    expect(await keyOf(names.toReversed())).not.toBe(key);
    await using found = await findVideo(names.map((name) => addressOf(name)));
    expect(await found.contentKey?.()).toBe(key);
  });

  test('refuses what is no picture, and none at all', async () => {
    const clip = new File([await clipBytes('vp9.webm')], 'vp9.webm');
    await expect(openVideo([await fileOf('grey.jpg'), clip])).rejects.toMatchObject({
      code: 'video-unreadable',
      facts: { place: 'vp9.webm', found: 'a Matroska file in a list of pictures' },
    });
    await expect(openVideo([])).rejects.toMatchObject({ facts: { found: 'no picture' } });
  });
});
