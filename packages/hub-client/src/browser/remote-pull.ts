import { WorkerFailedError } from '@slowfast/spec';
import {
  type CallContext,
  createRpcPeer,
  webWorkerScopeTransport,
  webWorkerTransport,
} from '@slowfast/worker-calls';
import { bringModel } from '../bring-model.ts';
import type { BroughtModel } from '../brought-model.ts';
import type { HubReference } from '../hub-reference.ts';
import type { HubSettings } from '../hub-settings.ts';
import { modelStore } from './model-store.ts';
import type { PullHubModelOptions } from './pull-options.ts';
import { cannotWrite, storageFailure } from './storage-failure.ts';

type WholeOptions = PullHubModelOptions & { readonly settings: HubSettings };

/** What the worker is asked to bring. */
interface BringCall {
  readonly reference: HubReference;
  readonly options: Omit<WholeOptions, 'signal' | 'onProgress'>;
}

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
  // Only pages may ask for it. Some browsers ask people, who may take their time.
  void navigator.storage.persist?.().catch(() => {});
  const peer = createRpcPeer(webWorkerTransport(start()), {});
  const call: BringCall = { reference, options };
  try {
    return await peer.call<BroughtModel>('bring', call, { signal, onEvent: onProgress });
  } catch (error) {
    if (!(error instanceof WorkerFailedError)) throw error;
    const { reason } = error.facts;
    throw cannotWrite(`the worker that writes downloads ended: ${reason}`, 'Try again');
  } finally {
    await peer.close(new Error('Its worker has done its work.'));
  }
}

/** Serves one page, in a worker of its own. */
export function serveBringing(): void {
  createRpcPeer(webWorkerScopeTransport(), {
    bring: async ({ reference, options }: BringCall, { signal, emit }: CallContext) => {
      try {
        return await bringModel(modelStore(reference.id), reference, {
          ...options,
          signal,
          onProgress: emit,
        });
      } catch (error) {
        throw storageFailure(error, 0);
      }
    },
  });
}
