import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { describeDamage } from '../testing/damage-suite.ts';
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

describeDamage('Node', clips, async (bytes, name) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return openVideo(path);
});
