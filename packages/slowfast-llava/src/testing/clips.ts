import { fileFolder } from '@slowfast/test-kit/files';

/** Clips that the embedded model knows, and the right answers to questions about them. */
export const clips = fileFolder('../../../tiny-model/clips/', import.meta.url);

/** A question of `answers.json`. */
export interface ClipAnswer {
  readonly clip: string;
  readonly question: string;
  readonly options?: readonly string[];
  readonly answer: string;
}
