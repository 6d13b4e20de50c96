import { openVideo } from '@slowfast/frame-sources/node';
import type { FrameSource, VideoInfo, VideoPlace } from '@slowfast/spec';

/** One video to look at, however it was given. It is opened once at most. */
export interface Clip extends AsyncDisposable {
  /** Names it for people. */
  readonly name: string;
  /** What was given for it: a path, an address without its credentials, `-`, or those of the pictures that it is made of. */
  readonly video: string | readonly string[];
  /** What an assistant watches: the place, which it opens itself, or the source where it has been opened here. The clip keeps owning it. */
  input(signal: AbortSignal): Promise<VideoPlace | FrameSource>;
  /** Opens it for its frames. The clip keeps owning the source. */
  open(signal: AbortSignal): Promise<FrameSource>;
  /** What its index tells; nothing is decoded. */
  info(signal: AbortSignal): Promise<VideoInfo>;
}

/** What a {@link placeClip} is. */
export interface PlaceClipFacts {
  readonly name: string;
  readonly video: Clip['video'];
  readonly place: VideoPlace;
  /** Whether it belongs to this process alone, as standard input does: an assistant in a worker could not open it. */
  readonly isOfProcess?: boolean;
}

/** A video at a place. */
export function placeClip({ name, video, place, isOfProcess = false }: PlaceClipFacts): Clip {
  let source: Promise<FrameSource> | undefined;
  const open = (signal: AbortSignal) => {
    source ??= openVideo(place, { signal });
    return source;
  };
  return {
    name,
    video,
    open,
    input: async (signal) => (source || isOfProcess ? open(signal) : place),
    info: async (signal) => (await open(signal)).info,
    // A failure to open was already told.
    [Symbol.asyncDispose]: async () => (await source?.catch(() => undefined))?.dispose(),
  };
}
