import { untilAborted } from './until-aborted.ts';

/** Runs tasks at the same time, but not too many of them; the others wait, in the order they came. */
export class TaskSlots {
  readonly #running = new Set<Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param count most tasks that hold a slot at the same time. */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Runs a task, which is handed a way to run a part of it in a slot. Rejects with the signal's reason as soon as it is aborted, while the task
   * ends by itself.
   */
  run<R>(
    task: (inSlot: <Part>(part: () => Promise<Part>) => Promise<Part>) => Promise<R>,
    signal: AbortSignal,
  ): Promise<R> {
    const mine = task((part) => this.#inSlot(part, signal));
    const ended = mine.catch(() => {}).finally(() => this.#running.delete(ended));
    this.#running.add(ended);
    return untilAborted(mine, signal);
  }

  /** Resolves when every task so far has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #inSlot<Part>(part: () => Promise<Part>, signal: AbortSignal): Promise<Part> {
    await this.#take(signal);
    try {
      return await part();
    } finally {
      this.#free += 1;
      this.#waiting.shift()?.();
    }
  }

  #take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const start = () => {
        this.#free -= 1;
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(signal.reason);
      };
      if (this.#free > 0) return start();
      this.#waiting.push(start);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
