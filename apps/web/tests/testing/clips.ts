import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';

const bundled = new URL('clips/', modelFolder);
const fixtures = new URL('../../../../packages/frame-sources/fixtures/clips/', import.meta.url);
const fixed = new URL('../../../../models/embedded/clips/', import.meta.url);

/** Path of a clip that comes with the app. */
export const bundledClip = (name: string) => fileURLToPath(new URL(name, bundled));

/** Path of a clip of the decoders' tests, e.g. a damaged one. */
export const fixtureClip = (name: string) => fileURLToPath(new URL(name, fixtures));

/** Path of one of the 60 clips that the embedded model is checked on. */
export const fixedClip = (number: number) =>
  fileURLToPath(new URL(`clip-${String(number).padStart(3, '0')}.mp4`, fixed));

/** A question about a bundled clip and what is right. */
export interface BundledQuestion {
  readonly clip: string;
  readonly question: string;
  readonly options?: readonly string[];
  readonly answer: string;
}

const questions: readonly BundledQuestion[] = JSON.parse(
  readFileSync(new URL('answers.json', bundled), 'utf8'),
);

/** Questions about a bundled clip, those of multiple choice left out. */
export function openQuestions(clip: string): readonly BundledQuestion[] {
  return questions.filter((question) => question.clip === clip && !question.options);
}
