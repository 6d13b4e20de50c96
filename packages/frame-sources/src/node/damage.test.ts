import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSlowFastError } from '@slowfast/spec';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipPath } from '../testing/clip-path.ts';
import { collect, randomNumbers } from '../testing/clips.ts';
import { openVideo } from './open-video.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clips = [
  'h264-b-frames.mp4',
  'hevc-open-gop.mkv',
  'h264-open-gop.m2t',
  'vp8.webm',
  'mpeg4.avi',
  'animation.gif',
];
const cases = clips.flatMap((clip) => Array.from({ length: 10 }, (_, seed) => ({ clip, seed })));

describe('random damage', () => {
  test.each(cases)('$clip, seed $seed: gives frames or a typed error', async ({ clip, seed }) => {
    const bytes = await readFile(clipPath(clip));
    const random = randomNumbers(seed * 7919 + 1);
    for (let k = 0; k < 1 + seed * 3; k++) bytes[random(bytes.length)] = random(256);
    const path = join(folder, `${seed}-${clip}`);
    await writeFile(path, seed % 4 === 3 ? bytes.subarray(0, random(bytes.length)) : bytes);
    try {
      await using video = await openVideo(path);
      const indices = [0, 3, 11, 29].filter((index) => index < video.info.frameCount);
      const frames = await collect(video, { indices });
      expect(frames.map((frame) => frame.index)).toEqual(indices);
    } catch (error) {
      if (!isSlowFastError(error)) throw error;
    }
  });
});
