import type { ProgressEvent } from '@slowfast/spec';
import type { CommandOutput } from '../../output/command-output.ts';
import { StageProgress } from '../../output/stage-progress.ts';

/** How far finding is, in words. How much is left nobody knows: only the most that it can be. */
export class FindProgress {
  readonly #output: CommandOutput;
  readonly #others: StageProgress;
  #frames: ProgressEvent | undefined;
  #decisions = 0;

  /** @param before what is done until a step is reported. */
  constructor(output: CommandOutput, before: string) {
    this.#output = output;
    this.#others = new StageProgress(output, before);
  }

  /** Takes a step; pass it as `onProgress`. */
  readonly show = (event: ProgressEvent): void => {
    if (event.stage === 'encode') this.#frames = event;
    else if (event.stage === 'decide') this.#decisions = event.done;
    else this.#others.show(event);
    this.#output.update();
  };

  /** The present activity. */
  readonly describe = (): string => {
    if (!this.#frames) return this.#others.describe();
    const { done, total } = this.#frames;
    return `looking: ${done} of at most ${total} frames, ${this.#decisions} ${this.#decisions === 1 ? 'decision' : 'decisions'}`;
  };
}
