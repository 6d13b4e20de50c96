import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createFrameRenderer, createRandom, makeScene, splits } from '@slowfast/shape-world';
import { askAboutBriefThing, type BriefQuestion, briefThing, shownRange } from './brief-questions.ts';
import { clipSizes, pickLength, writeClip } from './coded-clip.ts';

/**
 * Makes clips in which something is there for a moment only, as files, with find.json beside them: of each clip a question whose answer is
 * yes at that moment and one whose answer is never yes.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      count: { type: 'string', default: '100' },
      split: { type: 'string', default: 'validation' },
      seed: { type: 'string', default: '1' },
    },
  });
  const split = splits.find((name) => name === values.split);
  if (!values.folder || !split)
    throw new Error(
      'Say where the clips go and of which split they are: --folder FOLDER --split validation.',
    );
  await mkdir(values.folder, { recursive: true });
  const questions: BriefQuestion[] = [];
  let made = 0;
  for (let index = 0; made < Number(values.count); index += 1) {
    const random = createRandom(split, Number(values.seed), index);
    const size = random.pick(clipSizes);
    const scene = makeScene(random, { moving: true, aspectRatio: size[0] / size[1], maximumNoise: 2 });
    const thing = briefThing(scene);
    const length = pickLength(random);
    const range = thing && shownRange(thing, length);
    if (!range) continue;
    const clip = `clip-${String(made).padStart(3, '0')}.mp4`;
    await writeClip(join(values.folder, clip), createFrameRenderer(scene, size[0], size[1]), size, length);
    const { yes, no } = askAboutBriefThing(scene, random);
    questions.push({ clip, question: yes, range }, { clip, question: no });
    made += 1;
  }
  await writeFile(join(values.folder, 'find.json'), `${JSON.stringify(questions, null, 1)}\n`);
  console.log(`${made} clips, ${questions.length} questions`);
}

await main();
