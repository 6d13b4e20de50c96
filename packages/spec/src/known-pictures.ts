import type { Tensor } from './tensor.ts';

/**
 * How an encoder's tokens of pictures like those that a model was trained on are spread, so that tokens of other pictures stand out. It
 * says that pictures are strange, not what they show, and it judges no answer.
 */
export interface KnownPictures {
  /** Stable text that names the statistics and the threshold; part of cache keys. */
  readonly id: string;
  /** The pictures of a video are called unlike the known ones where the mean of its frames' distances is above this. */
  readonly threshold: number;
  /**
   * How far each frame is from known pictures, in no unit: the farther, the larger. Cheap beside encoding. The tokens stay the caller's.
   *
   * @param tokens as `VisionEncoder.encode` gives them, `[frames, rows, columns, size]`.
   * @returns one number a frame.
   */
  distances(tokens: Tensor): Promise<readonly number[]>;
}
