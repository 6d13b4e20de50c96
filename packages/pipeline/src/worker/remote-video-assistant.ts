import {
  type AssistantDescription,
  DisposedError,
  type FindOptions,
  type FindPlan,
  type FindResult,
  type PlanOptions,
  type VideoAssistant,
  type VideoInfo,
  type VideoInput,
  type VideoPlan,
  type WatchOptions,
} from '@slowfast/spec';
import { type CallOptions, createRpcPeer, type MessageTransport, type Moved } from '@slowfast/worker-calls';
import { isFrameSource, isVideoInfo } from '../find-input.ts';
import { checkLoadOptions, checkPlanOptions, checkWatchOptions } from '../options/assistant-options.ts';
import { ServedFrameSources } from './remote-frame-source.ts';
import type { WireEvent, WireFind, WireReducedVideo, WireVideo, WireWatchedVideo } from './wire.ts';
import { sentPlace } from './wire-place.ts';

/** An assistant that lives elsewhere. */
export interface RemoteVideoAssistant extends VideoAssistant {
  /**
   * Has the other side make its assistant of these options, which is to be the first call; other calls wait for it. Where it
   * fails or is cancelled, the other side is ended.
   *
   * @throws what the other side throws; the reason of the signal; what `onEvent` throws.
   */
  open(options?: unknown, told?: CallOptions): Promise<void>;
}

/** Options of {@link remoteVideoAssistant}. */
export interface RemoteVideoAssistantOptions {
  /** Makes a place that was given as text mean the same on the other side, e.g. an address relative to a page. */
  readonly resolvePlace?: ((place: string) => string) | undefined;
}

/**
 * Stands for an assistant on the other side of a channel, behind the same interface: progress, streaming, cancellation
 * and typed errors work as if it were here. Opened sources stay here; their frames are moved over one at a time. Disposing it
 * closes the transport. When the other side ends by itself, all that waits for it fails with WorkerFailedError.
 */
export function remoteVideoAssistant(
  transport: MessageTransport,
  { resolvePlace = (place) => place }: RemoteVideoAssistantOptions = {},
): RemoteVideoAssistant {
  const sources = new ServedFrameSources();
  const peer = createRpcPeer(transport, sources.handlers);
  const disposing = new AbortController();
  const ended = AbortSignal.any([disposing.signal, peer.ended]);

  const withVideo = async <R>(
    video: VideoInput | VideoInfo,
    use: (wire: WireVideo, transfer: readonly Moved[]) => Promise<R>,
  ) => {
    ended.throwIfAborted();
    if (isVideoInfo(video)) return use({ info: video }, []);
    if (!isFrameSource(video)) {
      const { wire, transfer } = sentPlace(video, resolvePlace);
      return use(wire, transfer);
    }
    const sourceId = sources.add(video);
    try {
      return await use({ sourceId, info: video.info, hasContentKey: video.contentKey !== undefined }, []);
    } finally {
      sources.remove(sourceId);
    }
  };

  const watch = async (video: VideoInput, options: WatchOptions = {}) => {
    checkWatchOptions(options);
    const { reduction, signal } = options;
    // Nothing before the first video needs it: a page has its assistant sooner.
    const { remoteWatchedVideo } = await import('./remote-watched-video.ts');
    signal?.throwIfAborted();
    return withVideo(video, async (wire, transfer) => {
      const call: WireReducedVideo = { video: wire, reduction };
      const watched = await peer.call<WireWatchedVideo>('watch', call, {
        transfer,
        signal,
        onEvent: (event: WireEvent) => {
          if ('progress' in event) options.onProgress?.(event.progress);
          if ('notice' in event) options.onNotice?.(event.notice);
        },
      });
      return remoteWatchedVideo(peer, watched, ended);
    });
  };

  const findBy = async <Result>(
    method: 'find' | 'plan-find',
    video: VideoInput | VideoInfo,
    question: string,
    options: FindOptions = {},
  ) => {
    const { checkFind } = await import('../finding/check-find.ts');
    checkFind(question, options);
    const { signal, onProgress, onNotice, ...rest } = options;
    signal?.throwIfAborted();
    return withVideo(video, (wire, transfer) => {
      const call: WireFind = { video: wire, question, options: rest };
      return peer.call<Result>(method, call, {
        transfer,
        signal,
        onEvent: (event: WireEvent) => {
          if ('progress' in event) onProgress?.(event.progress);
          if ('notice' in event) onNotice?.(event.notice);
        },
      });
    });
  };

  const dispose = async () => {
    if (ended.aborted) return;
    const error = new DisposedError({ what: 'The video assistant' });
    disposing.abort(error);
    await peer.call('dispose').catch(() => {});
    await peer.close(error);
  };

  return {
    open: async (options, told) => {
      try {
        await peer.call('open', options, told);
      } catch (error) {
        await peer.close(new DisposedError({ what: 'The video assistant' }));
        throw error;
      }
    },
    describe: async () => {
      ended.throwIfAborted();
      return peer.call<AssistantDescription>('describe');
    },
    load: async (options = {}) => {
      checkLoadOptions(options);
      const { onProgress } = options;
      ended.throwIfAborted();
      return peer.call('load', undefined, {
        onEvent: (event: WireEvent) => {
          if ('progress' in event) onProgress?.(event.progress);
        },
      });
    },
    plan: async (video, options: PlanOptions = {}) => {
      checkPlanOptions(options);
      const { reduction, signal } = options;
      signal?.throwIfAborted();
      return withVideo(video, (wire, transfer) => {
        const call: WireReducedVideo = { video: wire, reduction };
        return peer.call<VideoPlan>('plan', call, { transfer, signal });
      });
    },
    watch,
    find: (video, question, options) => findBy<FindResult>('find', video, question, options),
    planFind: (video, question, options) => findBy<FindPlan>('plan-find', video, question, options),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
