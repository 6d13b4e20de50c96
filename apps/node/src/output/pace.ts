import { formatDuration } from './units.ts';

/** How long something has taken and will take, by what was done so far. */
export class Pace {
  readonly #startMs: number;
  readonly #now: () => number;
  #first: { readonly done: number; readonly atMs: number } | undefined;
  #last: { readonly done: number; readonly total: number; readonly atMs: number } | undefined;

  /** @param now milliseconds of a clock that doesn't go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startMs = now();
  }

  /** Notes that so many steps are done. */
  reach(done: number, total: number): void {
    const atMs = this.#now();
    // What was there at the start, e.g. of an earlier download, took no time now.
    this.#first ??= { done, atMs };
    this.#last = { done, total, atMs };
  }

  /** Seconds that are left; undefined while nobody can tell. */
  get secondsLeft(): number | undefined {
    const [first, last] = [this.#first, this.#last];
    if (!first || !last || last.done <= first.done) return undefined;
    const msPerStep = (last.atMs - first.atMs) / (last.done - first.done);
    const left = msPerStep * (last.total - last.done) - (this.#now() - last.atMs);
    return Math.max(0, left / 1000);
  }

  /** For the end of a line about progress: `, about 1:20 left`, else `, 12 s so far`, else nothing. */
  get remark(): string {
    const left = this.secondsLeft;
    if (left !== undefined) return `, about ${formatDuration(left)} left`;
    const seconds = (this.#now() - this.#startMs) / 1000;
    return seconds < 2 ? '' : `, ${formatDuration(seconds)} so far`;
  }
}
