import type { FrameSelection, VideoInfo } from './video.ts';

/** Chooses frames from what is known of a video. Pure: the same info gives the same selection. It never decodes. */
export interface FrameSampler {
  /** Stable text that names the sampler and all its settings; part of cache keys. */
  readonly id: string;
  /**
   * One frame or more of the video: indices from 0 to below its `frameCount`, or times from 0 to below its end, in ascending order,
   * perhaps repeated. What it is told is not changed.
   *
   * @throws InvalidSelectionError when no frame can be chosen.
   */
  select(info: VideoInfo): FrameSelection;
}
