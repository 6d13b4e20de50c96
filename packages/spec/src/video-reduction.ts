import type { FrameSampler } from './frame-sampler.ts';
import type { Notice } from './notice.ts';
import type { TokenAggregator, TokenCounts } from './token-aggregator.ts';
import type { VideoInfo } from './video.ts';

/** A frame that was chosen. */
export interface SelectedFrame {
  /** Index in presentation order. */
  readonly index: number;
  readonly timestampSeconds: number;
}

/** Which frames of a video become which tokens. Plain data. */
export interface VideoReduction {
  readonly selectedFrames: readonly SelectedFrame[];
  /** Positions in `selectedFrames` that the Slow pathway looks at. */
  readonly slowPositions: readonly number[];
  /** The aggregation in the paper's notation. */
  readonly aggregation: string;
  readonly tokens: TokenCounts;
  /** What was noticed on the way, e.g. that a budget was applied or that frames were substituted. */
  readonly notices: readonly Notice[];
}

/** How a video is to be reduced. Plain data; what is absent stays as the assistant was made. */
export interface ReductionSettings {
  /** Frames to look at, spread evenly; the model's own number if absent. With `framesPerSecond`, the most frames. */
  readonly frames?: number;
  /** Frames for each second of video, instead of a fixed number. */
  readonly framesPerSecond?: number;
  /** Looks at the video from here on, in seconds. */
  readonly startSeconds?: number;
  /** Looks at the video up to here, in seconds; this instant is not included. */
  readonly endSeconds?: number;
  /** How tokens are reduced, in the paper's notation, e.g. `slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4`. */
  readonly aggregation?: string;
  /** Most video tokens: lowers the frames of both pathways in proportion, never the grids. */
  readonly budgetTokens?: number;
}

/** The sampler and the aggregator for one video. */
export interface ReductionStages {
  readonly sampler: FrameSampler;
  readonly aggregator: TokenAggregator;
  readonly notices?: readonly Notice[];
}

/** Chooses sampler and aggregator once a video's length and grid are known, e.g. so that they fit a token budget. */
export interface ReductionStrategy {
  /** Stable text that names all settings; part of cache keys. */
  readonly id: string;
  /** Pure: the same info and grid give the same stages. */
  choose(info: VideoInfo, grid: { readonly rows: number; readonly columns: number }): ReductionStages;
}
