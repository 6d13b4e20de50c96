import { createOnnxSession, type OnnxRuntime, type OnnxSession } from '@slowfast/onnx-session';
import { DisposedError } from '@slowfast/spec';

/** Settings of the sessions that a backend makes. */
export interface SessionCacheOptions {
  /** Sessions kept; the one unused for longest goes first. */
  readonly maxSessions: number;
  readonly threads?: number | undefined;
  readonly runtime?: OnnxRuntime | undefined;
}

/** Keeps the sessions of the graphs that were run last, so that equal chunks compile once. */
export class SessionCache {
  readonly #options: SessionCacheOptions;
  /** In order of use. */
  readonly #sessions = new Map<string, Promise<OnnxSession>>();
  #isDisposed = false;

  constructor(options: SessionCacheOptions) {
    this.#options = options;
  }

  /** Number of sessions that are kept. */
  get size(): number {
    return this.#sessions.size;
  }

  /** The session of a graph; `write` gives its model where there is none yet. */
  async get(signature: string, write: () => Uint8Array): Promise<OnnxSession> {
    if (this.#isDisposed) throw new DisposedError({ what: 'The backend' });
    const { maxSessions, ...options } = this.#options;
    // A reduction waits for memory, not for the processor: threads that spin between two runs would only be in the way.
    const config = { 'session.intra_op.allow_spinning': '0' };
    const session = this.#sessions.get(signature) ?? createOnnxSession(write(), { ...options, config });
    this.#sessions.delete(signature);
    this.#sessions.set(signature, session);
    if (this.#sessions.size > maxSessions) await this.#forget(this.#sessions.keys().next().value!);
    try {
      return await session;
    } catch (error) {
      this.#sessions.delete(signature);
      throw error;
    }
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const signature of [...this.#sessions.keys()]) await this.#forget(signature);
  }

  async #forget(signature: string): Promise<void> {
    const session = this.#sessions.get(signature);
    this.#sessions.delete(signature);
    // One that failed to load has told so already.
    await session?.then((loaded) => loaded.dispose()).catch(() => {});
  }
}
