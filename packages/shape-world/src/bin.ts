import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { Split } from './random.ts';
import { createRandom, splits } from './random.ts';
import { makeClip, makeStill, makeTiledStill } from './samples.ts';

const kinds = ['stills', 'tiled', 'clips'] as const;

/**
 * Streams samples to standard output for training through a pipe.
 *
 * Each sample is a length (32 bits, little endian) and that many bytes of JSON, then the bytes that the JSON announces: `frames` frames
 * of `size * size * 3`, and for stills `labelBytes` of patch labels. `--frames` may be a list such as `16,16,8`: each clip takes one of it.
 * `tiled` are stills with questions as three or five frames, the whole picture and its tiles; of `clips` of one frame there is the former alone.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', default: 'stills' },
      split: { type: 'string', default: 'train' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string', default: '0' },
      count: { type: 'string', default: '1000' },
      size: { type: 'string', default: '64' },
      frames: { type: 'string', default: '16' },
      questions: { type: 'string', default: '24' },
    },
  });
  const split = splits.find((name): name is Split => name === values.split);
  if (!split) throw new Error(`Unknown --split ${values.split}; there are ${splits.join(', ')}.`);
  const kind = kinds.find((name) => name === values.kind);
  if (!kind) throw new Error(`Unknown --kind ${values.kind}; there are ${kinds.join(', ')}.`);
  const size = Number(values.size);
  const first = Number(values.first);
  const frameCounts = values.frames.split(',').map(Number);
  for (let index = first; index < first + Number(values.count); index += 1) {
    const random = createRandom(split, Number(values.seed), index);
    let header: object;
    let parts: readonly Uint8Array[];
    if (kind === 'stills') {
      const still = makeStill(random, size);
      header = { frames: 1, size, labelBytes: still.labels.length };
      parts = [still.pixels, still.labels];
    } else {
      const questionCount = Number(values.questions);
      const clip =
        kind === 'tiled'
          ? makeTiledStill(random, size, questionCount)
          : makeClip(random, size, random.pick(frameCounts), questionCount);
      const { frames, scene: _, ...rest } = clip;
      header = { ...rest, frames: frames.length, size, labelBytes: 0 };
      parts = frames;
    }
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    if (!process.stdout.write(Buffer.concat([length, text, ...parts]))) await once(process.stdout, 'drain');
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough and went away.
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await main();
