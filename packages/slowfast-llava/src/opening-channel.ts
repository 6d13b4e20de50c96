import type { HubProgress } from '@slowfast/model-files/hub';
import { reviveError, type SerializedError, serializeError } from '@slowfast/spec';
import type { OpeningOptions } from './opening-options.ts';

/** What the worker sends. */
type WorkerMessage =
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly progress: HubProgress };

/** The caller's end of the way by which a worker tells how far its opening is, and hears that it is cancelled. */
export interface OpeningChannel {
  /** To be sent to the worker, which makes {@link openingOptionsOf} it. */
  readonly port: MessagePort;
  /** Settles as the opening does; rejects at once with the signal's reason, or with what `onDownload` threw. */
  during<T>(opening: Promise<T>): Promise<T>;
}

/**
 * A channel for one opening.
 *
 * @param onBegun called when the worker has begun.
 */
export function openingChannel(
  { onDownload, signal }: OpeningOptions,
  onBegun: () => void = () => {},
): OpeningChannel {
  const { port1, port2 } = new MessageChannel();
  const { promise: ended, reject: end } = Promise.withResolvers<never>();
  // Whoever waits for the opening hears of it; nobody else must.
  ended.catch(() => {});
  const cancel = (reason: unknown) => {
    port1.postMessage(serializeError(reason));
    end(reason);
  };
  const onAbort = () => cancel(signal?.reason);
  port1.onmessage = ({ data: message }: MessageEvent<WorkerMessage>) => {
    if (message.kind === 'begun') return onBegun();
    try {
      onDownload?.(message.progress);
    } catch (error) {
      cancel(error);
    }
  };
  return {
    port: port2,
    async during(opening) {
      if (signal?.aborted) onAbort();
      signal?.addEventListener('abort', onAbort);
      try {
        return await Promise.race([opening, ended]);
      } finally {
        signal?.removeEventListener('abort', onAbort);
        port1.close();
      }
    },
  };
}

/** The worker's end: options that tell the caller, and listen to it. The caller is told that the opening has begun. */
export function openingOptionsOf(port: MessagePort): Required<OpeningOptions> {
  const cancelled = new AbortController();
  port.onmessage = ({ data }: MessageEvent<SerializedError>) => cancelled.abort(reviveError(data));
  const post = (message: WorkerMessage) => port.postMessage(message);
  post({ kind: 'begun' });
  return { onDownload: (progress) => post({ kind: 'progress', progress }), signal: cancelled.signal };
}
