import type { AnswerUsage } from './answer-usage.ts';
import type { Notice, OnNotice } from './notice.ts';
import type { OnProgress, StageSeconds } from './progress.ts';

/** Options of `find`. */
export interface FindOptions {
  /** Looks at the video from here on, in seconds; from its first frame on if absent. */
  readonly startSeconds?: number | undefined;
  /** Looks at the video up to here, in seconds, this instant excluded; up to its end if absent. */
  readonly endSeconds?: number | undefined;
  /**
   * A frame is looked at this often, or each frame of a video that has fewer: what lasts shorter may be missed. The 32nd part of the range, but
   * 1 s at most, if absent.
   */
  readonly stepSeconds?: number | undefined;
  /** Begin and end of what was found are narrowed down to this much, or to a frame; the 8th part of a step if absent. */
  readonly resolutionSeconds?: number | undefined;
  /**
   * Frames that are decided on together first: the more, the fewer decisions, and the likelier that something brief among them is overlooked. Half as
   * many as the assistant looks at in a video if absent.
   */
  readonly windowFrames?: number | undefined;
  /** A moment is found where yes is at least this likely, above 0 and below 1; 0.5 if absent. */
  readonly threshold?: number | undefined;
  /** Divides the logits of yes and no before they become probabilities; the calibration's if absent, else 1. Above 1 evens them out. */
  readonly temperature?: number | undefined;
  /** Takes the place of the assistant's system prompt, as of `ask`. */
  readonly system?: string | undefined;
  /** Most bytes of frames' features in memory; 1 GiB if absent. What is more lies on the disk for a while. */
  readonly maxFeatureBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly onNotice?: OnNotice | undefined;
}

/** What finding will cost, known before anything is decoded. Numbers of frames and decisions are the most that there can be. */
export interface FindPlan {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly stepSeconds: number;
  readonly resolutionSeconds: number;
  /** Frames that are looked at in any case. */
  readonly steps: number;
  /** Frames of one window, which are decided on together first. */
  readonly windowFrames: number;
  /** Video tokens of a window. */
  readonly windowTokens: number;
  /** Most frames that are encoded, each once: those of all steps, and what narrows down begin and end of as many ranges as there can be. */
  readonly mostFrames: number;
  /** Most decisions. */
  readonly mostDecisions: number;
  /** Most bytes of frames' features that are kept at a time, in memory and on the disk. */
  readonly featureBytes: number;
}

/** A stretch of a video where the answer is yes. */
export interface FoundRange {
  /** Where its first frame begins. */
  readonly startSeconds: number;
  /** Where its last frame ends. */
  readonly endSeconds: number;
  /** How likely yes is: the mean over those of its frames that were decided on. */
  readonly probability: number;
}

/** When the answer is yes. Plain data. */
export interface FindResult {
  readonly question: string;
  /** In order, apart from each other; empty where the answer is never yes. */
  readonly ranges: readonly FoundRange[];
  readonly plan: FindPlan;
  /** What the logits of yes and no were divided by. */
  readonly temperature: number;
  /** Frames that were encoded, each once. */
  readonly frames: number;
  /** Decisions that were made, on windows and on frames. */
  readonly decisions: number;
  /** Of all decisions together. */
  readonly usage: AnswerUsage;
  /** Per stage. */
  readonly seconds: StageSeconds;
  readonly notices: readonly Notice[];
}
