import { formatSeconds } from './units.ts';

/** One line on a terminal's stderr that shows how far a comparison is; silent where stderr is no terminal. */
export class AccuracyLine {
  readonly #shows = process.stderr.isTTY === true;
  readonly #start = performance.now();
  #computed = 0;
  #drawn = false;

  /** Shows that so many settings of clips are done, one of which was just computed or recalled. */
  show(
    done: number,
    total: number,
    { clip, isRecalled }: { readonly clip: string; readonly isRecalled: boolean },
  ) {
    if (!isRecalled) this.#computed += 1;
    if (!this.#shows) return;
    const each = (performance.now() - this.#start) / 1000 / Math.max(1, this.#computed);
    const left = this.#computed > 0 ? `  ${formatSeconds(each * (total - done))} left` : '';
    process.stderr.write(`\r\u001b[K${done}/${total} ${Math.floor((done / total) * 100)} %  ${clip}${left}`);
    this.#drawn = true;
  }

  /** Removes the line, so that other text can be written. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }
}
