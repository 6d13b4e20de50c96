/** Who wants the models: a question that somebody waits for, or a video that is being encoded. */
export type ModelUse = 'question' | 'encoding';

/** One question or one video under way. Dispose it when it runs no model any more. */
export interface ModelUser extends Disposable {
  /**
   * Runs something that uses the models, when it is its turn. Between two runs of a model it awaits the function that it is handed, so that
   * others have theirs. While it waits, an aborted signal ends it with the signal's reason.
   */
  during<R>(work: (betweenRuns: () => Promise<void>) => Promise<R>, signal: AbortSignal): Promise<R>;
}

/**
 * Shares the models among questions and videos, one run at a time. Those of a kind take turns, run by run. Questions go first: a video
 * is encoded while no question is under way, and by one chunk after each that was answered, so that no question waits for more than the chunk
 * that is being encoded, and no stream of questions keeps a video from its end.
 */
export class ModelTurns {
  readonly #users: Record<ModelUse, number> = { question: 0, encoding: 0 };
  readonly #waiting: Record<ModelUse, (() => void)[]> = { question: [], encoding: [] };
  #isTaken = false;
  #isEncodingDue = false;

  /** A question or a video that begins. */
  join(use: ModelUse): ModelUser {
    this.#users[use] += 1;
    let hasLeft = false;
    return {
      during: (work, signal) => this.#during(use, work, signal),
      [Symbol.dispose]: () => {
        if (!hasLeft) this.#leave(use);
        hasLeft = true;
      },
    };
  }

  async #during<R>(
    use: ModelUse,
    work: (betweenRuns: () => Promise<void>) => Promise<R>,
    signal: AbortSignal,
  ): Promise<R> {
    let isMine = false;
    const take = async () => {
      await this.#take(use, signal);
      isMine = true;
    };
    const giveBack = () => {
      isMine = false;
      this.#isTaken = false;
      this.#startNext();
    };
    await take();
    try {
      return await work(async () => {
        giveBack();
        await take();
      });
    } finally {
      if (isMine) giveBack();
    }
  }

  #leave(use: ModelUse): void {
    this.#users[use] -= 1;
    this.#isEncodingDue = this.#users.encoding > 0 && (use === 'question' || this.#isEncodingDue);
    this.#startNext();
  }

  #take(use: ModelUse, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const waiting = this.#waiting[use];
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(signal.reason);
      };
      waiting.push(start);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#startNext();
    });
  }

  #startNext(): void {
    if (this.#isTaken) return;
    const mayEncode = this.#isEncodingDue || this.#users.question === 0;
    const encode = mayEncode ? this.#waiting.encoding.shift() : undefined;
    if (encode) this.#isEncodingDue = false;
    const start = encode ?? this.#waiting.question.shift();
    if (!start) return;
    this.#isTaken = true;
    start();
  }
}
