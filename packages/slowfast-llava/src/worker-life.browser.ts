// A worker that ends says nothing to its page. But it gives back the locks that it holds: whoever waits for one of
// them is told.

/** Holds a lock for as long as this worker lives. Resolves once it is held; where there are no locks, at once. */
export function holdLifeLock(name: string): Promise<void> {
  if (!navigator.locks) return Promise.resolve();
  return new Promise((resolve) => {
    void navigator.locks.request(name, () => {
      resolve();
      return new Promise(() => {});
    });
  });
}

/** Calls back when the worker that holds the lock has ended; never after the signal. The worker must hold it already. */
export function onWorkerEnd(name: string, signal: AbortSignal, callback: () => void): void {
  navigator.locks?.request(name, { signal }, callback).catch(() => {});
}
