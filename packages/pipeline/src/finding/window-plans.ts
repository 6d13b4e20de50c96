import {
  type FindOptions,
  InvalidSettingError,
  type TokenAggregator,
  type VideoInfo,
  type VideoPlan,
} from '@slowfast/spec';
import { assertPlanFits, chooseReduction, type PlanningStages, planVideo } from '../plan-video.ts';
import type { FindSteps } from './find-steps.ts';

/** Of so many frames it is asked how many a video's are. */
const manyFrames = 64;

/** How a window becomes tokens, and what that costs. */
export interface Window {
  readonly plan: VideoPlan;
  readonly aggregator: TokenAggregator;
  /** Which of its frames are looked at, by their places in it. */
  readonly chosen: readonly number[];
}

/** Windows of frames: each is reduced by the assistant's own strategy, as a video of so many frames would be. */
export class WindowPlans {
  readonly #windows = new Map<number, Window>();
  readonly #info: VideoInfo;
  readonly #stages: PlanningStages;
  /** Frames of the widest window. */
  readonly frames: number;

  /**
   * @param usual the part of videos that the assistant looks at, where it does not look at all of them.
   * @throws ContextExceededError when a window is more than the model's context holds: a single frame, or as many as were asked for.
   */
  constructor(
    info: VideoInfo,
    { indices, stepSeconds }: FindSteps,
    stages: PlanningStages,
    { windowFrames }: Pick<FindOptions, 'windowFrames'>,
    { startSeconds = 0, endSeconds = Infinity }: Pick<FindOptions, 'startSeconds' | 'endSeconds'> = {},
  ) {
    const frameSeconds = Math.min(stepSeconds, (endSeconds - startSeconds) / indices.length);
    this.#stages = stages;
    this.#info = {
      ...{ ...info, frameRate: 1 / frameSeconds },
      ...{ frameCount: indices.length, durationSeconds: frameSeconds * indices.length },
      frameTimestampsSeconds: Float64Array.from(indices, (_, i) => startSeconds + i * frameSeconds),
    };
    this.frames = this.#widest(indices.length, windowFrames);
    assertPlanFits(this.of(this.frames).plan, stages.strategy.asked);
  }

  /** A window of so many frames. */
  of(frames: number): Window {
    const known = this.#windows.get(frames);
    if (known) return known;
    const { frameTimestampsSeconds, durationSeconds, frameCount } = this.#info;
    const info: VideoInfo = {
      ...this.#info,
      frameCount: frames,
      durationSeconds: (durationSeconds * frames) / frameCount,
      frameTimestampsSeconds: frameTimestampsSeconds.slice(0, frames),
    };
    const plan = planVideo(info, this.#stages);
    const { aggregator } = chooseReduction(info, this.#stages);
    const window = { plan, aggregator, chosen: plan.selectedFrames.map(({ index }) => index) };
    this.#windows.set(frames, window);
    return window;
  }

  #widest(steps: number, asked: number | undefined): number {
    // Not every strategy looks at every frame of so short a video.
    const looksAtAll = (frames: number) => frames === 1 || this.of(frames).plan.frames === frames;
    if (asked !== undefined) {
      const frames = Math.min(asked, steps);
      if (looksAtAll(frames)) return frames;
      const expected = `at most ${this.of(frames).plan.frames}, which is how many frames of a video the assistant looks at`;
      throw new InvalidSettingError({ setting: 'windowFrames', found: String(asked), expected });
    }
    // Half as many as are looked at in a video, by which nothing was overlooked on validation clips of the embedded model.
    let frames = Math.max(1, this.of(Math.min(manyFrames, steps)).plan.frames >> 1);
    while (frames > 1 && !(looksAtAll(frames) && this.of(frames).plan.fits)) frames >>= 1;
    return frames;
  }
}
