import type { RgbImage, YuvImage } from '@slowfast/images';
import type { VideoInfo } from '@slowfast/spec';

/** A picture of a frame as it was decoded: not yet RGB, not yet upright. */
export interface ReadPicture {
  /** Frame index in presentation order. */
  readonly index: number;
  /** Valid until the next picture is asked for. */
  readonly image: RgbImage | YuvImage;
  /** Whether the decoder made up a part of it, or of a picture that it may refer to. */
  readonly isRepaired?: boolean | undefined;
}

/** A video of any kind that gives pictures by frame index; {@link createFrameSource} makes a `FrameSource` of it. */
export interface PictureReader {
  /** Names the video in messages. */
  readonly place: string;
  readonly info: VideoInfo;
  /**
   * Decodes pictures. Those that can't be decoded are left out; nothing is thrown for damage.
   *
   * @param indices ascending, each once.
   */
  read(indices: readonly number[], signal: AbortSignal): AsyncIterable<ReadPicture>;
  /**
   * Where to look for a stand-in when a frame can't be decoded: frames that are decoded together, its own group first,
   * then others, nearer ones first.
   */
  neighbours(index: number): Iterable<readonly number[]>;
  /** Closes files. */
  close(): Promise<void>;
}
