import type { Frame, FrameOptions, FrameSelection, FrameSource, FrameTransform } from '@slowfast/spec';
import type { CallHandler, Moved, RpcPeer } from '@slowfast/worker-calls';
import type { WireVideo } from './wire.ts';

interface OpenFrames {
  readonly sourceId: number;
  readonly selection: FrameSelection;
  readonly transform?: FrameTransform | undefined;
}

/** A source that lives on the other side of a channel. Frames are moved here one at a time, as they are asked for. */
export function remoteFrameSource(
  peer: RpcPeer,
  { sourceId, info, hasContentKey }: Extract<WireVideo, { readonly sourceId: number }>,
): FrameSource {
  async function* frames(selection: FrameSelection, options: FrameOptions = {}): AsyncGenerator<Frame> {
    const { transform, signal } = options;
    const open: OpenFrames = { sourceId, selection, transform };
    const streamId = await peer.call<number>('frames-open', open);
    try {
      for (;;) {
        const frame = await peer.call<Frame | undefined>('frames-next', streamId, { signal });
        if (!frame) return;
        yield frame;
      }
    } finally {
      await peer.call('frames-close', streamId);
    }
  }
  const dispose = async () => {};
  const contentKey: FrameSource['contentKey'] = ({ signal } = {}) =>
    peer.call('frames-key', sourceId, signal && { signal });
  return {
    info,
    ...(hasContentKey && { contentKey }),
    frames,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Sources of this side that the other side reads through {@link remoteFrameSource}. */
export class ServedFrameSources {
  readonly #sources = new Map<number, FrameSource>();
  readonly #streams = new Map<
    number,
    { readonly frames: AsyncIterator<Frame>; readonly stop: AbortController }
  >();
  #lastId = 0;

  /** Gives a source an id for as long as a call needs it. */
  add(source: FrameSource): number {
    this.#lastId += 1;
    this.#sources.set(this.#lastId, source);
    return this.#lastId;
  }

  /** Forgets a source; the caller keeps owning it. */
  remove(sourceId: number): void {
    this.#sources.delete(sourceId);
  }

  /** The methods that {@link remoteFrameSource} calls. */
  readonly handlers = {
    'frames-key': (async (sourceId: number, { signal }) =>
      this.#sources.get(sourceId)?.contentKey?.({ signal })) satisfies CallHandler<
      number,
      string | undefined
    >,
    'frames-open': async ({ sourceId, selection, transform }: OpenFrames) => {
      const source = this.#sources.get(sourceId);
      if (!source) throw new TypeError(`No frame source ${sourceId} is served here.`);
      const stop = new AbortController();
      const frames = source.frames(selection, { signal: stop.signal, transform });
      this.#lastId += 1;
      this.#streams.set(this.#lastId, { frames: frames[Symbol.asyncIterator](), stop });
      return this.#lastId;
    },
    'frames-next': (async (streamId: number, { signal, transfer }) => {
      const stream = this.#streams.get(streamId);
      if (!stream) return undefined;
      const onAbort = () => stream.stop.abort(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        const { value, done } = await stream.frames.next();
        if (done) return undefined;
        return moved(value, transfer);
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    }) satisfies CallHandler<number, Frame | undefined>,
    'frames-close': async (streamId: number) => {
      const stream = this.#streams.get(streamId);
      this.#streams.delete(streamId);
      await stream?.frames.return?.();
    },
  };
}

/**
 * The frame with bytes that can be moved. A repeated frame is delivered as the same bytes twice, and a pooled array is
 * part of a larger buffer: both are copied, so that moving takes nothing from anybody else.
 */
function moved(frame: Frame, transfer: (...buffers: Moved[]) => void): Frame {
  const data = frame.data.slice();
  transfer(data.buffer);
  return { ...frame, data };
}
