import {
  ContextExceededError,
  type LanguageModel,
  type PromptTemplate,
  type ReductionStrategy,
  type VideoInfo,
  type VideoPlan,
  type VideoReduction,
  type VisionEncoder,
} from '@slowfast/spec';
import { selectedFrames } from './frame-index-at.ts';
import { leftOutNotices } from './left-out-notices.ts';

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

/** Which frames of such a video become which tokens. Pure; costs microseconds. */
function reduceVideo(info: VideoInfo, stages: Pick<PlanningStages, 'encoder' | 'strategy'>): VideoReduction {
  const { rows, columns } = stages.encoder.frameTransform(info);
  const { sampler, aggregator, notices } = stages.strategy.choose(info, { rows, columns });
  const frames = selectedFrames(sampler.select(info), info);
  return {
    selectedFrames: frames,
    slowPositions: aggregator.slowPositions(frames.length),
    aggregation: aggregator.id,
    tokens: aggregator.countTokens({ frames: frames.length, rows, columns }),
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

/** What a reduction that is already known will cost. */
export function planReduction(reduction: VideoReduction, stages: PlanningStages): VideoPlan {
  const { languageModel, template, encoder } = stages;
  const { parts } = template.render([{ role: 'user', question: { text: ORDINARY_QUESTION } }]);
  const textTokens = { prompt: languageModel.checkPrompt(parts).textTokens, answer: stages.maxAnswerTokens };
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
    fits: tokens <= languageModel.contextLength,
    bytes: memory.videoTokens + memory.keyValueCache + memory.logits,
    memory,
  };
}

/** @throws ContextExceededError when a plan does not fit the model's context. */
export function assertPlanFits(plan: VideoPlan): void {
  if (plan.fits) return;
  throw new ContextExceededError({
    needed: plan.tokens.total + plan.textTokens.prompt + plan.textTokens.answer,
    videoTokens: plan.tokens.total,
    textTokens: plan.textTokens.prompt,
    answerTokens: plan.textTokens.answer,
    contextLength: plan.contextLength,
  });
}
