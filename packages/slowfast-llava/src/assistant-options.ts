import type { InstructionText } from '@slowfast/prompt-templates';
import type { ImageFit } from '@slowfast/spec';

/** How to make an assistant from a checkpoint. Plain data, so that it can be sent to a worker. */
export interface AssistantOptions {
  /** Folder of a checkpoint in the published ONNX layout; the embedded model if absent. */
  readonly model?: string | URL;
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
  /** How a frame becomes the encoder's square; squashed (`resize`) unless the model says otherwise. */
  readonly fit?: ImageFit;
  /** Longest answer, in tokens; the model's own limit if absent. */
  readonly maxAnswerTokens?: number;
  /** Replaces some of the instruction text around the question. */
  readonly instructions?: Partial<InstructionText>;
  /** Where reduced video tokens are kept between runs and how many bytes they may take; `false` keeps nothing. */
  readonly cache?: false | { readonly folder?: string; readonly maxBytes?: number };
}
