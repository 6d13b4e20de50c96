import type { ConversionProgress } from '@slowfast/model-converter/node';
import type { CommandOutput } from './command-output.ts';
import { Pace } from './pace.ts';
import { formatBytes } from './units.ts';

/** Tells how far a conversion is. */
export class ConversionLine {
  readonly #output: CommandOutput;
  readonly #pace = new Pace();
  #now: ConversionProgress | undefined;

  constructor(output: CommandOutput) {
    this.#output = output;
  }

  /** Takes a step; pass it as `onProgress`. */
  readonly show = (step: ConversionProgress): void => {
    this.#now = step;
    this.#pace.reach(step.written, step.total);
    this.#output.update();
  };

  /** The present activity, for {@link CommandOutput.during}. */
  readonly describe = (): string => {
    if (!this.#now) return `reading the checkpoint${this.#pace.remark}`;
    const { path, written, total } = this.#now;
    return `writing: ${formatBytes(written)} of ${formatBytes(total)}${this.#pace.remark}  ${path}`;
  };
}
