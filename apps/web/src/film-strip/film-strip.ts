import type { VideoInfo } from '@slowfast/spec';
import { createRpcPeer, type RpcPeer, webWorkerTransport } from '@slowfast/worker-calls';
import type { Picture } from './picture.ts';

/** Small pictures of a video's frames, from a worker of their own. One video at a time. */
export interface FilmStrip {
  /** Reads a video's index. The one before is closed once this one is open. */
  open(video: Blob | string, signal: AbortSignal): Promise<VideoInfo>;
  /** Delivers the pictures of these frames (ascending indices) one by one. */
  pictures(
    indices: readonly number[],
    onPicture: (picture: Picture) => void,
    signal: AbortSignal,
  ): Promise<void>;
}

/** Starts the worker with the first video, and again after it has failed. */
export function createFilmStrip(): FilmStrip {
  let peer: RpcPeer | undefined;

  function started(): RpcPeer {
    if (peer && !peer.ended.aborted) return peer;
    const worker = new Worker(new URL('./film-strip-worker.ts', import.meta.url), { type: 'module' });
    peer = createRpcPeer(webWorkerTransport(worker), {});
    return peer;
  }

  return {
    open: (video, signal) => started().call('open', video, { signal }),
    pictures: (indices, onPicture, signal) =>
      started().call('pictures', { indices }, { signal, onEvent: onPicture as (event: never) => void }),
  };
}
