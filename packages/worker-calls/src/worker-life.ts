// A web worker that ends says nothing to its page. But it gives back the locks that it holds: whoever waits for one of them is
// told.

/** What a worker sends before anything else: the name of the lock that it holds while it lives. */
export interface LifeMessage {
  readonly kind: 'alive';
  readonly lock: string;
}

/** Tells a {@link LifeMessage} from what else arrives. */
export function isLifeMessage(message: unknown): message is LifeMessage {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'alive';
}

/**
 * Holds a lock for as long as this worker lives, and tells its name once it is held. Resolves then, and at once where there are no
 * locks: nothing should be answered before, as a worker that ended then would be waited for without end.
 */
export function holdLifeLock(tell: (message: LifeMessage) => void): Promise<void> {
  if (!navigator.locks) return Promise.resolve();
  const lock = `slowfast-worker-${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    const held = navigator.locks.request(lock, () => {
      tell({ kind: 'alive', lock });
      resolve();
      return new Promise(() => {});
    });
    held.catch(() => resolve());
  });
}

/** Calls back when the worker that holds the lock has ended; never after the signal. The worker must hold it already. */
export function onWorkerEnd({ lock }: LifeMessage, signal: AbortSignal, callback: () => void): void {
  navigator.locks?.request(lock, { signal }, callback).catch(() => {});
}
