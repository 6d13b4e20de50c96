import type { FindOptions, FindPlan, VideoInfo } from '@slowfast/spec';
import { assertContextHolds } from '../answer-room.ts';
import { type PreparedDecision, prepareDecision } from '../decisions/prepare-decision.ts';
import type { PlanningStages } from '../plan-video.ts';
import type { VideoAssistantStages } from '../stages.ts';
import { type FindSteps, findSteps } from './find-steps.ts';
import { WindowPlans } from './window-plans.ts';

/** What is known of a search before anything is decoded. */
export interface PreparedFind {
  readonly steps: FindSteps;
  readonly windows: WindowPlans;
  readonly decision: PreparedDecision;
  readonly plan: FindPlan;
}

/** What planning a search needs of the stages. */
export type FindPlanningStages = PlanningStages &
  Pick<VideoAssistantStages, 'usualRange' | 'template' | 'languageModel' | 'encoder'>;

/**
 * Which frames and windows are looked at in such a video, and the cost at most. Pure; decodes nothing and needs no weights.
 *
 * @throws InvalidSelectionError, InvalidSettingError or ContextExceededError when the options don't fit the video or the model.
 */
export function prepareFind(
  info: VideoInfo,
  question: string,
  options: FindOptions,
  stages: FindPlanningStages,
): PreparedFind {
  const steps = findSteps(info, options, stages.usualRange);
  const windows = new WindowPlans(info, steps, stages, options, stages.usualRange);
  const decision = prepareFindDecision(question, options, stages);
  const widest = windows.of(windows.frames).plan;
  assertContextHolds(widest, decision.longestText, undefined, decision.answerRoom);
  const { rows, columns } = stages.encoder.frameTransform(info);
  const { startSeconds, endSeconds, stepSeconds, resolutionSeconds, indices } = steps;
  const between = framesBetween(info, steps);
  // Of a window, all its parts down to single frames.
  const ofWindows = 2 * indices.length - Math.ceil(indices.length / windows.frames);
  const kept = Math.min(indices.length, windows.frames + stages.encoder.framesPerChunk - 1);
  const bytesOfFrame = rows * columns * stages.encoder.embeddingSize * Float32Array.BYTES_PER_ELEMENT;
  const plan: FindPlan = {
    ...{ startSeconds, endSeconds, stepSeconds, resolutionSeconds },
    steps: indices.length,
    windowFrames: windows.frames,
    windowTokens: widest.tokens.total,
    mostFrames: indices.length + between,
    mostDecisions: ofWindows + between,
    featureBytes: kept * bytesOfFrame,
  };
  return { steps, windows, decision, plan };
}

/** Most frames between the steps that are looked at: begin or end of a range may lie behind every step. */
function framesBetween(info: VideoInfo, steps: FindSteps): number {
  const { indices, endIndex } = steps;
  const most = indices.map((index, i) => mostHalvings(info, steps, index, indices[i + 1] ?? endIndex));
  return most.reduce((sum, count) => sum + count, 0);
}

function mostHalvings(info: VideoInfo, steps: FindSteps, low: number, high: number): number {
  const middle = middleFrame(info, steps, low, high);
  if (middle === undefined) return 0;
  return 1 + Math.max(mostHalvings(info, steps, low, middle), mostHalvings(info, steps, middle, high));
}

/** The frame between two that is looked at next; undefined where there is none, or they are as near as is asked. */
export function middleFrame(
  { frameTimestampsSeconds }: VideoInfo,
  { resolutionSeconds, endSeconds, endIndex }: FindSteps,
  low: number,
  high: number,
): number | undefined {
  const timeOf = (index: number) => (index === endIndex ? endSeconds : frameTimestampsSeconds[index]!);
  // Times are quotients.
  const isNear = timeOf(high) - timeOf(low) <= resolutionSeconds * (1 + 1e-9);
  return high - low <= 1 || isNear ? undefined : (low + high) >> 1;
}

/** The question made ready to be decided, yes or no. */
function prepareFindDecision(
  text: string,
  { system }: FindOptions,
  { template, languageModel }: Pick<VideoAssistantStages, 'template' | 'languageModel'>,
): PreparedDecision {
  const asked = { history: [], rendering: { system }, orders: 'given', textsOf: 'choices' } as const;
  return prepareDecision({ type: 'boolean', text }, { template, languageModel, ...asked });
}
