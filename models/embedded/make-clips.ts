import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { QuestionKind } from '@slowfast/shape-world';
import { createFrameRenderer, createRandom, makeScene, type Split, splits } from '@slowfast/shape-world';
import type { ClipQuestion } from './clip-questions.ts';
import { askableKinds, questionsForClip, stillQuestionsForClip } from './clip-questions.ts';
import { clipSizes, pickLength, writeClip } from './coded-clip.ts';
import { WantedQuestions } from './wanted-questions.ts';

function firstOfEachKind(questions: readonly ClipQuestion[], count: number): readonly ClipQuestion[] {
  const first = [...Map.groupBy(questions, ({ kind }) => kind).values()].flatMap((of) => of.slice(0, count));
  return questions.filter((question) => first.includes(question));
}

/**
 * Makes clips of scenes that training never saw (unless it is asked for those of another split), as files, with questions.json beside them: so many clips with a question of every kind
 * that they allow and two of multiple choice, or as many clips as it takes to ask so many questions of every kind, one of multiple choice each;
 * then still-questions.json holds as many of each kind that a single frame may answer, in the words of stills.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      count: { type: 'string', default: '60' },
      'per-kind': { type: 'string' },
      seed: { type: 'string', default: '1' },
      split: { type: 'string', default: 'test' },
    },
  });
  if (!values.folder) throw new Error('Say where the clips go: --folder FOLDER.');
  const split = values.split as Split;
  if (!splits.includes(split)) throw new Error(`There is no split ${split}: --split ${splits.join(' or ')}.`);
  const perKind = values['per-kind'] === undefined ? undefined : Number(values['per-kind']);
  const wanted = perKind === undefined ? undefined : new WantedQuestions(perKind);
  await mkdir(values.folder, { recursive: true });
  const questions: ClipQuestion[] = [];
  const stillQuestions: ClipQuestion[] = [];
  let made = 0;
  for (let index = 0; wanted ? !wanted.isDone : made < Number(values.count); index += 1) {
    const random = createRandom(split, Number(values.seed), index);
    const size = random.pick(clipSizes);
    const scene = makeScene(random, { moving: true, aspectRatio: size[0] / size[1], maximumNoise: 2 });
    const askable = askableKinds(scene, random);
    if (wanted && !wanted.isWorth(askable, scene)) continue;
    const kinds: readonly QuestionKind[] = wanted ? wanted.take(askable, scene) : askable;
    const clip = `clip-${String(made).padStart(perKind === undefined ? 3 : 4, '0')}.mp4`;
    const draw = createFrameRenderer(scene, size[0], size[1]);
    await writeClip(join(values.folder, clip), draw, size, pickLength(random));
    questions.push(...questionsForClip(clip, scene, random, { kinds, choices: wanted ? 1 : 2 }));
    stillQuestions.push(...stillQuestionsForClip(clip, scene, random));
    made += 1;
  }
  const write = (file: string, list: readonly ClipQuestion[]) =>
    writeFile(join(values.folder as string, file), `${JSON.stringify(list, null, 1)}\n`);
  await write('questions.json', questions);
  if (perKind !== undefined) await write('still-questions.json', firstOfEachKind(stillQuestions, perKind));
  console.log(`${made} clips, ${questions.length} questions`);
}

await main();
