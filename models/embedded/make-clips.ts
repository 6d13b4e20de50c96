import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  createFrameRenderer,
  createRandom,
  firstEdition,
  makeScene,
  secondEdition,
} from '@slowfast/shape-world';
import type { ClipQuestion } from './clip-questions.ts';
import { questionsForClip } from './clip-questions.ts';
import { encodeClip } from './encode-clip.ts';

const sizes = [
  [160, 120],
  [160, 160],
  [240, 180],
  [320, 180],
  [320, 240],
  [180, 240],
] as const;

/**
 * Makes clips of scenes that training never saw, as files, with questions.json beside them.
 *
 * Sizes, lengths (2 to 3 seconds, of the second edition up to 20) and frame rates (8 to 12 a second) are mixed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      count: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      edition: { type: 'string', default: 'first' },
    },
  });
  if (values.edition !== 'first' && values.edition !== 'second') {
    throw new Error(`Unknown --edition ${values.edition}; there are first and second.`);
  }
  const isFirst = values.edition === 'first';
  const edition = isFirst ? firstEdition : secondEdition;
  if (!values.folder) throw new Error('Say where the clips go: --folder FOLDER.');
  await mkdir(values.folder, { recursive: true });
  const questions: ClipQuestion[] = [];
  for (let index = 0; index < Number(values.count); index += 1) {
    const random = createRandom('test', Number(values.seed), index);
    const [width, height] = random.pick(sizes);
    const scene = makeScene(random, { moving: true, aspectRatio: width / height, maximumNoise: 2, edition });
    const framesPerSecond = random.pick([8, 10, 12]);
    // Half of the longer ones take less than 6.3 seconds.
    const seconds = isFirst ? random.between(2, 3) : 2 * 10 ** random.next();
    const frameCount = Math.round(framesPerSecond * seconds);
    const clip = `clip-${String(index).padStart(3, '0')}.mp4`;
    const draw = createFrameRenderer(scene, width, height);
    const format = { width, height, framesPerSecond, frameCount, codec: 'h264', rateFactor: 27 } as const;
    await encodeClip(join(values.folder, clip), draw, format);
    questions.push(...questionsForClip(clip, scene, random));
  }
  await writeFile(join(values.folder, 'questions.json'), `${JSON.stringify(questions, null, 1)}\n`);
}

await main();
