import { openVideo } from '@slowfast/frame-sources/node';
import type { FrameSource, VideoInfo } from '@slowfast/spec';

/** One video to look at, however it was given. */
export interface Clip extends AsyncDisposable {
  /** Names it for people. */
  readonly name: string;
  /** What was given for it: a path, `-`, or the paths of the pictures that it is made of. */
  readonly video: string | readonly string[];
  /** What an assistant watches: a path, whose tokens are kept; a source where it can be read once only. The clip keeps owning it. */
  input(signal: AbortSignal): Promise<string | FrameSource>;
  /** What its index tells; nothing is decoded. */
  info(signal: AbortSignal): Promise<VideoInfo>;
}

/** A file or a folder. */
export function fileClip(path: string): Clip {
  return {
    name: path,
    video: path,
    input: async () => path,
    info: (signal) => infoOf(path, signal),
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Something that can be read once only: it is opened once and stays open. */
export function streamClip(name: string, path: string): Clip {
  let source: Promise<FrameSource> | undefined;
  const open = (signal: AbortSignal) => {
    source ??= openVideo(path, { signal });
    return source;
  };
  return {
    name,
    video: name,
    input: open,
    info: async (signal) => (await open(signal)).info,
    // A failure to open was already told.
    [Symbol.asyncDispose]: async () => (await source?.catch(() => undefined))?.dispose(),
  };
}

/** Opens a clip for its frames. The caller disposes the source. */
export async function openClip(clip: Clip, signal: AbortSignal): Promise<FrameSource> {
  const input = await clip.input(signal);
  return typeof input === 'string' ? openVideo(input, { signal }) : input;
}

/** Opens a video for a look at its index. */
export async function infoOf(path: string, signal: AbortSignal): Promise<VideoInfo> {
  await using source = await openVideo(path, { signal });
  return source.info;
}
