import { untilAborted } from './until-aborted.ts';

/** Runs tasks one after the other, in the order they came. A failed task does not stop the next. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task when all earlier ones ended; one that is aborted while it waits never starts. */
  run<R>(task: () => Promise<R>, signal: AbortSignal): Promise<R> {
    const mine = this.#last.then(() => {
      signal.throwIfAborted();
      return task();
    });
    this.#last = mine.catch(() => {});
    return untilAborted(mine, signal);
  }

  /** Resolves when every task so far has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
