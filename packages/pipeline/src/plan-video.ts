import {
  type AskedSettings,
  ContextExceededError,
  type LanguageModel,
  type PromptTemplate,
  type ReductionStages,
  type ReductionStrategy,
  type VideoInfo,
  type VideoPlan,
  type VideoReduction,
  type VisionEncoder,
} from '@slowfast/spec';
import { leftOutNotices } from './left-out-notices.ts';
import { selectedFrames } from './selected-frames.ts';
import { budgetToTry, videoRoom } from './video-room.ts';

/** A question of ordinary length, for plans that are made before there is one. */
const ORDINARY_QUESTION = 'What happens in this video, and in which order?';

/** What planning needs of the stages: their descriptions only, no weights. */
export interface PlanningStages {
  readonly encoder: Pick<VisionEncoder, 'frameTransform' | 'embeddingSize'>;
  readonly strategy: ReductionStrategy;
  readonly template: Pick<PromptTemplate, 'render'>;
  readonly languageModel: Pick<LanguageModel, 'checkPrompt' | 'contextBytes' | 'contextLength'>;
  readonly maxAnswerTokens: number;
}

/** The sampler and the aggregator for such a video. Pure; costs microseconds. */
export function chooseReduction(info: VideoInfo, stages: PlanningStages): ReductionStages {
  const { rows, columns } = stages.encoder.frameTransform(info);
  return stages.strategy.choose(info, { rows, columns }, planText(stages).room);
}

/** Which frames of such a video become which tokens. Pure; costs microseconds. */
function reduceVideo(info: VideoInfo, stages: PlanningStages): VideoReduction {
  const { rows, columns } = stages.encoder.frameTransform(info);
  const { sampler, aggregator, notices } = chooseReduction(info, stages);
  const frames = selectedFrames(sampler.select(info), info);
  return {
    selectedFrames: frames,
    slowPositions: aggregator.slowPositions(frames.length),
    aggregation: aggregator.id,
    tokens: aggregator.countTokens({ frames: frames.length, rows, columns }),
    ...(info.hasAudio !== undefined && { hasAudio: info.hasAudio }),
    notices: [...leftOutNotices(info), ...(notices ?? [])],
  };
}

/**
 * What watching such a video and asking one question will cost. Pure; decodes nothing and needs no weights.
 *
 * @throws InvalidSelectionError, AggregationMismatchError or BudgetTooSmallError when the settings don't fit the video.
 */
export function planVideo(info: VideoInfo, stages: PlanningStages): VideoPlan {
  return planReduction(reduceVideo(info, stages), stages);
}

/** The text that is counted beside a video, and the room that it leaves. */
export function planText({
  languageModel,
  template,
  maxAnswerTokens,
}: Omit<PlanningStages, 'encoder' | 'strategy'>): Pick<VideoPlan, 'textTokens' | 'room'> {
  const { parts } = template.render([{ role: 'user', question: { text: ORDINARY_QUESTION } }]);
  const textTokens = { prompt: languageModel.checkPrompt(parts).textTokens, answer: maxAnswerTokens };
  return { textTokens, room: videoRoom(languageModel.contextLength, textTokens.prompt + textTokens.answer) };
}

/** What a reduction that is already known will cost. */
export function planReduction(
  reduction: VideoReduction,
  stages: Omit<PlanningStages, 'strategy'>,
): VideoPlan {
  const { languageModel, encoder } = stages;
  const { textTokens, room } = planText(stages);
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
