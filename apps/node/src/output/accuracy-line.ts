import type { CommandOutput } from './command-output.ts';
import { Pace } from './pace.ts';

/** Tells how far a comparison is. */
export class AccuracyLine {
  readonly #output: CommandOutput;
  readonly #pace = new Pace();
  #computed = 0;
  #now = 'opening the clips';

  constructor(output: CommandOutput) {
    this.#output = output;
  }

  /** Takes that so many settings of clips are done, one of which was just computed or recalled. */
  show(
    done: number,
    total: number,
    { clip, isRecalled }: { readonly clip: string; readonly isRecalled: boolean },
  ): void {
    // What an earlier run has done took no time in this one.
    if (!isRecalled) this.#computed += 1;
    this.#pace.reach(this.#computed, this.#computed + total - done);
    this.#now = `${done} of ${total} (${Math.floor((done / total) * 100)} %), ${clip}`;
    this.#output.update();
  }

  /** The present activity, for {@link CommandOutput.during}. */
  readonly describe = (): string => `${this.#now}${this.#pace.remark}`;
}
