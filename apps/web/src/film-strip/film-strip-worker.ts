import { openVideo } from '@slowfast/frame-sources/browser';
import type { FrameSource, FrameTransform, VideoInfo } from '@slowfast/spec';
import { type CallContext, createRpcPeer, webWorkerScopeTransport } from '@slowfast/worker-calls';
import { type FrameRequest, type Picture, pictureHeight, pictureWidth } from './picture.ts';

// Opens a video a second time, beside the assistant's worker, and delivers small pictures of its frames: they follow the
// settings while the assistant is busy or has not been asked yet.
let source: FrameSource | undefined;

createRpcPeer(webWorkerScopeTransport(), {
  async open(video: Blob | string, { signal }: CallContext): Promise<VideoInfo> {
    const opened = await openVideo(video, { signal });
    if (signal.aborted) await opened.dispose();
    signal.throwIfAborted();
    const before = source;
    source = opened;
    await before?.dispose();
    return opened.info;
  },
  async pictures({ indices }: FrameRequest, { signal, emit }: CallContext): Promise<void> {
    if (!source) return;
    const { width, height } = source.info;
    const transform: FrameTransform = {
      width: pictureWidth({ width, height }),
      height: pictureHeight({ width, height }),
      fit: 'resize',
      resample: 'bilinear',
      padColor: [0, 0, 0],
    };
    for await (const frame of source.frames({ indices }, { transform, signal })) {
      emit({
        index: frame.index,
        width: frame.width,
        height: frame.height,
        rgba: opaque(frame.data),
      } satisfies Picture);
    }
  },
});

/** RGB bytes with an alpha channel, as canvases take them. */
function opaque(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
