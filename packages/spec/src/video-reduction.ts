import type { FrameSampler } from './frame-sampler.ts';
import type { Notice } from './notice.ts';
import type { TokenAggregator, TokenCounts } from './token-aggregator.ts';
import type { VideoInfo } from './video.ts';

/**
 * What becomes of a video with fewer frames than are wanted. `distinct`: no frame is looked at twice, nor paid for twice.
 * `original`: as in the original program, frames of short videos come twice and the last never, and slow frames are repeated
 * up to their number; for reproducing it. Longer videos are sampled alike.
 */
export type FrameSampling = 'distinct' | 'original';

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
  /** Tokens of each Slow frame, which come one frame after another; absent where frames are mixed. */
  readonly tokensPerSlowFrame?: number;
  /** Length of the whole video. */
  readonly durationSeconds: number;
  /** Whether the video has sound, of which nothing becomes a token; absent where that is not known. */
  readonly hasAudio?: boolean;
  /** What was noticed on the way, e.g. that a budget was applied or that frames were substituted. */
  readonly notices: readonly Notice[];
}

/** How a video is to be reduced. Plain data; what is absent stays as the assistant was made. */
export interface ReductionSettings {
  /**
   * Frames to look at, spread evenly, or all that the video has; the model's own number if absent. With `framesPerSecond`, the most
   * frames.
   */
  readonly frames?: number;
  /** Frames for each second of video, instead of a fixed number. */
  readonly framesPerSecond?: number;
  /** Looks at the video from here on, in seconds. */
  readonly startSeconds?: number;
  /** Looks at the video up to here, in seconds; this instant is not included. */
  readonly endSeconds?: number;
  /** The aggregation, in the paper's notation, e.g. `slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4`. */
  readonly aggregation?: string;
  /**
   * Most video tokens, those of `timestamps` counted with them: lowers slow frames to the setting's share of all, then the frames of
   * both pathways, never the grids.
   */
  readonly budgetTokens?: number;
  /** How short videos are sampled: `distinct` if absent. */
  readonly sampling?: FrameSampling;
  /**
   * Writes the time of each Slow frame as text before its tokens, as the model's own processor does, else as `[00:12] `; not if absent.
   * An aggregation that mixes frames can't be timed, nor one without a Slow pathway.
   */
  readonly timestamps?: boolean;
}

/** Settings that were asked for rather than left to the model, by their names. Plain data, for messages. */
export type AskedSettings = Readonly<Record<string, string | number>>;

/**
 * Room for video tokens, and those of the times of frames, in a model's context, beside a prompt of ordinary length and the longest
 * answer.
 */
export interface VideoRoom {
  /** The most that fit; 0 where not even the text does. */
  readonly mostTokens: number;
  /** A budget that leaves some room for longer questions, options and the turns of a chat; what does not fit is fitted to this. */
  readonly budgetTokens: number;
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
  /** What was asked for, so that an error can name it where it does not fit; nothing if absent. */
  readonly asked?: AskedSettings;
  /** Whether the times of Slow frames are written; not if absent. */
  readonly timestamps?: boolean;
  /**
   * Pure: the same info, grid and room give the same stages. A strategy that lowers itself to the room says so with a notice
   * `fitted-to-context`; others leave the room alone, and what does not fit is refused.
   *
   * @param timeTokens tokens that the times of such frames take besides; given where times are written.
   */
  choose(
    info: VideoInfo,
    grid: { readonly rows: number; readonly columns: number },
    room: VideoRoom,
    timeTokens?: (stages: ReductionStages) => number,
  ): ReductionStages;
}
