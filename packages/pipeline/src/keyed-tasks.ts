import { untilAborted } from './until-aborted.ts';

/** Runs tasks at the same time, but those with the same key one after the other, so that a later one finds what the earlier one left. */
export class KeyedTasks {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Settles when the task has; one that is aborted while it waits never starts. */
  run<R>(key: string, task: () => Promise<R>, signal: AbortSignal): Promise<R> {
    const earlier = this.#last.get(key) ?? Promise.resolve();
    const mine = untilAborted(earlier, signal).then(task);
    // One that stops waiting lets nobody overtake the one that runs.
    const ended = Promise.allSettled([earlier, mine]).then(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    });
    this.#last.set(key, ended);
    return mine;
  }
}
