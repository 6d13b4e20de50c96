import type { Notice } from 'slowfast-llava';
import type { Clip } from '../../inputs/clip.ts';
import type { CommandOutput } from '../../output/command-output.ts';

/** What telling a notice needs. */
export interface NoticeContext {
  readonly output: CommandOutput;
  /** As it was given. */
  readonly model: string | undefined;
  /** Which clip of several it is. */
  readonly which: { readonly number: number; readonly count: number } | undefined;
}

/** Tells a notice in the words of the command. */
export function tellNotice(
  notice: Notice,
  clip: Pick<Clip, 'name'>,
  { output, model, which }: NoticeContext,
): void {
  if (notice.code === 'model-limits' && model === undefined) {
    output.note(
      'the embedded model answers, which knows drawn shapes only; --model takes one for real videos.',
    );
    return;
  }
  // The same frames of two videos are two things to tell.
  const isOfVideo = ['frames-substituted', 'frames-repaired', 'budget-applied'].includes(notice.code);
  output.note(isOfVideo && which ? `${clip.name}: ${notice.message}` : notice.message);
}
