import { reviveError, type SerializedError, serializeError } from '@slowfast/spec';
import { type BroughtModel, bringModel } from '../bring-model.ts';
import type { HubProgress } from '../hub-progress.ts';
import type { HubReference } from '../hub-reference.ts';
import type { HubSettings } from '../hub-settings.ts';
import { modelStore } from './model-store.ts';
import type { PullHubModelOptions } from './pull-options.ts';
import { cannotWrite, storageFailure } from './storage-failure.ts';

type WholeOptions = PullHubModelOptions & { readonly settings: HubSettings };

/** What the page sends. */
type PageMessage =
  | {
      readonly kind: 'bring';
      readonly reference: HubReference;
      readonly options: Omit<WholeOptions, 'signal' | 'onProgress'>;
      /** Name of the lock that the worker holds while it lives. */
      readonly lifeLock: string;
    }
  | { readonly kind: 'cancel'; readonly reason: SerializedError };

/** What the worker sends. */
type WorkerMessage =
  | { readonly kind: 'alive' }
  | { readonly kind: 'progress'; readonly progress: HubProgress }
  | { readonly kind: 'brought'; readonly model: BroughtModel }
  | { readonly kind: 'failed'; readonly error: SerializedError };

/**
 * Brings a model in a worker that is started for it and ends with it.
 *
 * @throws what `bringModel` throws; the reason of the signal at once; OutputFailedError when the worker ends before it is done,
 * or there can be none.
 */
export async function bringInWorker(
  start: () => Worker,
  reference: HubReference,
  { signal, onProgress, ...options }: WholeOptions,
): Promise<BroughtModel> {
  if (!globalThis.Worker) {
    throw cannotWrite('no worker can be started here', 'Call it in a page or a dedicated worker');
  }
  const ended = new AbortController();
  const worker = start();
  const post = (message: PageMessage) => worker.postMessage(message);
  // Only pages may ask for it. Some browsers ask people, who may take their time.
  void navigator.storage.persist?.().catch(() => {});
  return new Promise<BroughtModel>((resolve, reject) => {
    const fail = (reason: string) => {
      worker.terminate();
      reject(cannotWrite(`the worker that writes downloads ended: ${reason}`, 'Try again'));
    };
    const cancel = (reason: unknown) => {
      post({ kind: 'cancel', reason: serializeError(reason) });
      reject(reason);
    };
    signal?.addEventListener('abort', () => cancel(signal.reason), { signal: ended.signal });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      fail(event.message || 'its script could not be loaded');
    });
    worker.addEventListener('message', ({ data: message }: MessageEvent<WorkerMessage>) => {
      if (ended.signal.aborted) return;
      switch (message.kind) {
        case 'alive':
          // A worker that ends says nothing, but gives back its lock.
          navigator.locks
            .request(lifeLock, { signal: ended.signal }, () => fail('it stopped'))
            .catch(() => {});
          return;
        case 'progress':
          try {
            onProgress?.(message.progress);
          } catch (error) {
            cancel(error);
          }
          return;
        case 'brought':
          return resolve(message.model);
        case 'failed':
          return reject(reviveError(message.error));
        default:
          message satisfies never;
      }
    });
    const lifeLock = `slowfast-hub-worker-${crypto.randomUUID()}`;
    post({ kind: 'bring', reference, options, lifeLock });
  }).finally(() => ended.abort());
}

/** Serves one page, in a worker of its own, which ends when that is done. */
export function serveBringing(): void {
  const scope = globalThis as unknown as Worker & { close(): void };
  const post = (message: WorkerMessage) => scope.postMessage(message);
  const cancelled = new AbortController();
  scope.addEventListener('message', ({ data: message }: MessageEvent<PageMessage>) => {
    if (message.kind === 'cancel') return cancelled.abort(reviveError(message.reason));
    const { reference, options, lifeLock } = message;
    void navigator.locks.request(lifeLock, async () => {
      post({ kind: 'alive' });
      try {
        const model = await bringModel(modelStore(reference.id), reference, {
          ...options,
          signal: cancelled.signal,
          onProgress: (progress) => post({ kind: 'progress', progress }),
        });
        post({ kind: 'brought', model });
      } catch (error) {
        post({ kind: 'failed', error: serializeError(storageFailure(error, 0)) });
      }
      scope.close();
    });
  });
}
