import type { HubLockOptions } from '../hub-model-store.ts';

/**
 * Holds a model's lock among the pages and workers of this site, until it is disposed or this worker ends.
 *
 * @throws the reason of the signal.
 */
export async function lockModel(id: string, options: HubLockOptions): Promise<AsyncDisposable> {
  const { signal, onWait } = options;
  const name = `slowfast-hub ${id}`;
  const atOnce = await hold(name, { ifAvailable: true });
  if (atOnce) return atOnce;
  onWait?.();
  return (await hold(name, signal ? { signal } : {}))!;
}

/** Resolves when the lock is held; with undefined when it is not to be had. */
function hold(name: string, options: LockOptions): Promise<AsyncDisposable | undefined> {
  return new Promise((resolve, reject) => {
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    const request = navigator.locks.request(name, options, (lock) => {
      if (!lock) return resolve(undefined);
      resolve({
        [Symbol.asyncDispose]: async () => {
          end();
          await request.catch(() => {});
        },
      });
      return isOver;
    });
    request.catch(reject);
  });
}
