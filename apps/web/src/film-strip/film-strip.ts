import type { VideoInfo } from '@slowfast/spec';
import type { RpcPeer } from '@slowfast/worker-calls';
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
  let starting: Promise<RpcPeer> | undefined;

  function started(): Promise<RpcPeer> {
    const again = (peer: RpcPeer) => (peer.ended.aborted ? start() : peer);
    starting = starting ? starting.then(again, start) : start();
    return starting;
  }

  return {
    open: async (video, signal) => (await started()).call('open', video, { signal }),
    pictures: async (indices, onPicture, signal) => {
      const onEvent = onPicture as (event: never) => void;
      return (await started()).call('pictures', { indices }, { signal, onEvent });
    },
  };
}

/** What talks to the worker is fetched with it, after the first paint. */
async function start(): Promise<RpcPeer> {
  const { createRpcPeer, webWorkerTransport } = await import('@slowfast/worker-calls');
  const worker = new Worker(new URL('./film-strip-worker.ts', import.meta.url), { type: 'module' });
  return createRpcPeer(webWorkerTransport(worker), {});
}
