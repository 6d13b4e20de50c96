import type { FrameSelection, VideoInfo } from './video.ts';

/** Chooses frames from what is known of a video. Pure: the same info gives the same selection. It never decodes. */
export interface FrameSampler {
  /** Stable text that names the sampler and all its settings; part of cache keys. */
  readonly id: string;
  /** @throws InvalidSelectionError when no frame can be chosen. */
  select(info: VideoInfo): FrameSelection;
}
