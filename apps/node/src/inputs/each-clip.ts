import type { CommandOutput } from '../output/command-output.ts';
import { exitCodeOf, failureData, failureLines, isAbort, ToldFailure } from '../output/failure.ts';
import type { Clip } from './clip.ts';

/** Which clip of several it is. */
export interface WhichClip {
  readonly number: number;
  readonly count: number;
}

/** What {@link eachClip} tells failures with. */
export interface EachClipContext {
  readonly argv: readonly string[];
  readonly json: boolean;
  readonly output: CommandOutput;
  readonly signal: AbortSignal;
  /** Whether an error is none of the clip's, so that the next would fail as well. */
  readonly isOfAll: (error: unknown) => boolean;
}

/**
 * Does something with each clip. What fails with one of several is told as it comes, and the next has its turn.
 *
 * @throws ToldFailure at the end, when one of several has failed; with one alone, or where all would fail, what failed.
 */
export async function eachClip(
  clips: readonly Clip[],
  context: EachClipContext,
  work: (clip: Clip, which: WhichClip | undefined) => Promise<void>,
): Promise<void> {
  const { argv, json, output, signal, isOfAll } = context;
  let exitCode = 0;
  for (const [i, clip] of clips.entries()) {
    const which = clips.length > 1 ? { number: i + 1, count: clips.length } : undefined;
    try {
      await work(clip, which);
    } catch (error) {
      if (!which || signal.aborted || isAbort(error) || isOfAll(error)) throw error;
      if (json) output.result(`${JSON.stringify({ video: clip.video, error: failureData(error, argv) })}\n`);
      output.failure(failureLines(error, argv, clip.name));
      exitCode ||= exitCodeOf(error);
    } finally {
      await clip[Symbol.asyncDispose]();
    }
  }
  if (exitCode !== 0) throw new ToldFailure(exitCode);
}
