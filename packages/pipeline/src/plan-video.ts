import {
  type AskedSettings,
  ContextExceededError,
  type GridSize,
  type LanguageModel,
  type PromptTemplate,
  type ReductionStages,
  type ReductionStrategy,
  type Turn,
  type VideoInfo,
  type VideoPlan,
  type VideoReduction,
  type VisionEncoder,
} from '@slowfast/spec';
import { countTimeTokens } from './count-time-tokens.ts';
import { leftOutNotices } from './left-out-notices.ts';
import { selectedFrames } from './selected-frames.ts';
import { timedFrames } from './timed-frames.ts';
import { budgetToTry, videoRoom } from './video-room.ts';

/** A question of ordinary length, for plans that are made before there is one. */
const ordinaryTurn: Turn = {
  role: 'user',
  question: { text: 'What happens in this video, and in which order?' },
};

/** What planning needs of the stages: their descriptions only, no weights. */
export interface PlanningStages {
  readonly encoder: Pick<VisionEncoder, 'frameTransform' | 'embeddingSize'>;
  readonly strategy: ReductionStrategy;
  readonly template: Pick<PromptTemplate, 'render' | 'writesTimes'>;
  readonly languageModel: Pick<LanguageModel, 'checkPrompt' | 'contextBytes' | 'contextLength'>;
  readonly maxAnswerTokens: number;
}

/** The sampler and the aggregator for such a video. Pure; costs microseconds, milliseconds where times are written. */
export function chooseReduction(info: VideoInfo, stages: PlanningStages): ReductionStages {
  const { rows, columns } = stages.encoder.frameTransform(info);
  const timeTokens = (chosen: ReductionStages) =>
    countTimeTokens(timedFrames(reductionBy(chosen, info, { rows, columns })), ordinaryTurn, stages);
  const { strategy } = stages;
  const { room } = planText(stages);
  return strategy.timestamps
    ? strategy.choose(info, { rows, columns }, room, timeTokens)
    : strategy.choose(info, { rows, columns }, room);
}

/** Which frames of such a video become which tokens. Pure; costs as much as {@link chooseReduction}. */
function reduceVideo(info: VideoInfo, stages: PlanningStages): VideoReduction {
  return reductionBy(chooseReduction(info, stages), info, stages.encoder.frameTransform(info));
}

function reductionBy(
  { sampler, aggregator, notices }: ReductionStages,
  info: VideoInfo,
  { rows, columns }: GridSize,
): VideoReduction {
  const frames = selectedFrames(sampler.select(info), info);
  const grid = { frames: frames.length, rows, columns };
  const tokensPerSlowFrame = aggregator.tokensPerSlowFrame?.(grid);
  return {
    selectedFrames: frames,
    slowPositions: aggregator.slowPositions(frames.length),
    aggregation: aggregator.id,
    tokens: aggregator.countTokens(grid),
    ...(tokensPerSlowFrame !== undefined && { tokensPerSlowFrame }),
    durationSeconds: info.durationSeconds,
    ...(info.hasAudio !== undefined && { hasAudio: info.hasAudio }),
    notices: [...leftOutNotices(info), ...(notices ?? [])],
  };
}

/**
 * What watching such a video and asking one question will cost. Pure; decodes nothing and needs no weights.
 *
 * @throws InvalidSelectionError, AggregationMismatchError or BudgetTooSmallError when the settings don't fit the video.
 * @throws InvalidSettingError when times are to be written that the model can't read.
 */
export function planVideo(info: VideoInfo, stages: PlanningStages): VideoPlan {
  return planReduction(reduceVideo(info, stages), stages);
}

/** The text that is counted beside a video, times of frames excepted, and the room that it leaves. */
export function planText({
  languageModel,
  template,
  maxAnswerTokens,
}: Omit<PlanningStages, 'encoder' | 'strategy'>): Pick<VideoPlan, 'textTokens' | 'room'> {
  const { parts } = template.render([ordinaryTurn]);
  const textTokens = { prompt: languageModel.checkPrompt(parts).textTokens, answer: maxAnswerTokens };
  return { textTokens, room: videoRoom(languageModel.contextLength, textTokens.prompt + textTokens.answer) };
}

/**
 * What a reduction that is already known will cost.
 *
 * @throws AggregationMismatchError, InvalidSettingError when times are to be written, and it or the model has none.
 */
export function planReduction(reduction: VideoReduction, stages: PlanningStages): VideoPlan {
  const { languageModel, encoder, strategy } = stages;
  const { textTokens: text, room } = planText(stages);
  const timestamps = strategy.timestamps
    ? countTimeTokens(timedFrames(reduction), ordinaryTurn, stages)
    : undefined;
  const textTokens =
    timestamps === undefined ? text : { ...text, prompt: text.prompt + timestamps, timestamps };
  const tokens = reduction.tokens.total + textTokens.prompt + textTokens.answer;
  const memory = {
    videoTokens: reduction.tokens.total * encoder.embeddingSize * Float32Array.BYTES_PER_ELEMENT,
    ...languageModel.contextBytes(tokens),
  };
  return {
    ...reduction,
    frames: reduction.selectedFrames.length,
    textTokens,
    contextLength: languageModel.contextLength,
    room,
    fits: tokens <= languageModel.contextLength,
    bytes: memory.videoTokens + memory.keyValueCache + memory.logits,
    memory,
  };
}

/**
 * @param asked what was asked for and may be to blame.
 * @throws ContextExceededError when a plan does not fit the model's context.
 */
export function assertPlanFits(plan: VideoPlan, asked: AskedSettings = {}): void {
  if (plan.fits) return;
  const budgetTokens = budgetToTry(plan.room, plan);
  throw new ContextExceededError({
    needed: plan.tokens.total + plan.textTokens.prompt + plan.textTokens.answer,
    videoTokens: plan.tokens.total,
    textTokens: plan.textTokens.prompt,
    answerTokens: plan.textTokens.answer,
    contextLength: plan.contextLength,
    asked,
    ...(budgetTokens !== undefined && { budgetTokens }),
  });
}
