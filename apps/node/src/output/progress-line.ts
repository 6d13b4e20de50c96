import type { ProgressEvent } from '@slowfast/spec';
import { formatBytes } from './units.ts';

/** One line on a terminal's stderr that shows how far each stage is; silent where stderr is no terminal. */
export class ProgressLine {
  readonly #stages = new Map<string, string>();
  readonly #shows = process.stderr.isTTY === true;
  #drawn = false;

  /** Shows a step; pass it as `onProgress`. */
  readonly show = ({ stage, done, total }: ProgressEvent): void => {
    // The answer itself is the progress of generating.
    if (!this.#shows || stage === 'generate') return;
    const amount = stage === 'load' ? formatBytes : String;
    this.#stages.set(stage, `${stage} ${amount(done)}/${amount(total)}`);
    process.stderr.write(`\r\u001b[K${[...this.#stages.values()].join('  ')}`);
    this.#drawn = true;
  };

  /** Removes the line, so that other text can be written. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K');
    this.#stages.clear();
    this.#drawn = false;
  }
}
