import { fileOfPipe, openVideo, type PipeFile } from '@slowfast/frame-sources/node';
import { type FrameSource, isSlowFastError, type SlowFastError, type VideoInfo } from '@slowfast/spec';

/** One video to look at, however it was given. */
export interface Clip extends AsyncDisposable {
  /** Names it for people. */
  readonly name: string;
  /** What was given for it: a path, `-`, or the paths of the pictures that it is made of. */
  readonly video: string | readonly string[];
  /** What an assistant watches: a path, so that tokens are kept by what lies there. */
  path(signal: AbortSignal): Promise<string>;
  /** What its index tells; nothing is decoded. */
  info(signal: AbortSignal): Promise<VideoInfo>;
  /** An error about the clip in the words of whoever gave it; others as they are. */
  named(error: unknown): unknown;
}

/** A file or a folder. */
export function fileClip(path: string): Clip {
  return {
    name: path,
    video: path,
    path: async () => path,
    info: (signal) => infoOf(path, signal),
    named: (error) => error,
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Something that can be read once only: what comes out of it is kept in a temporary file, which is gone when the clip is disposed. */
export function streamClip(name: string, stream: string): Clip {
  let reading: Promise<PipeFile | undefined> | undefined;
  const path = async (signal: AbortSignal) => {
    reading ??= fileOfPipe(stream, { signal });
    return (await reading)?.path ?? stream;
  };
  return {
    name,
    video: name,
    path,
    info: async (signal) => infoOf(await path(signal), signal),
    named: (error) => (isSlowFastError(error) && 'place' in error.facts ? renamed(error, name) : error),
    // A failure to read was already told.
    [Symbol.asyncDispose]: async () => (await reading?.catch(() => undefined))?.[Symbol.asyncDispose](),
  };
}

/** An error of the same kind, with the name of the clip instead of its place. */
function renamed(error: SlowFastError, name: string): SlowFastError {
  const kind = error.constructor as new (facts: object, options: ErrorOptions) => SlowFastError;
  return new kind({ ...error.facts, place: name }, { cause: error });
}

/** Opens a clip for its frames. The caller disposes the source. */
export async function openClip(clip: Clip, signal: AbortSignal): Promise<FrameSource> {
  try {
    return await openVideo(await clip.path(signal), { signal });
  } catch (error) {
    throw clip.named(error);
  }
}

/** Opens a video for a look at its index. */
export async function infoOf(path: string, signal: AbortSignal): Promise<VideoInfo> {
  await using source = await openVideo(path, { signal });
  return source.info;
}
