import {
  type CachedVideoTokens,
  isSlowFastError,
  type Notice,
  type Tensor,
  type VideoInput,
  type VideoPlan,
  type VideoReduction,
} from '@slowfast/spec';
import { encodeVideo } from './encode-video.ts';
import type { KeyedTasks } from './keyed-tasks.ts';
import type { ModelTurns } from './model-turns.ts';
import { isFrameSource, openInput } from './open-input.ts';
import { assertPlanFits, planReduction, planText, planVideo } from './plan-video.ts';
import type { StageClock } from './stage-clock.ts';
import type { VideoAssistantStages } from './stages.ts';

/** What {@link reducedTokens} tells and listens to. */
export interface ReducedTokensContext {
  readonly clock: StageClock;
  readonly signal: AbortSignal;
  readonly notify: (notices: readonly Notice[]) => void;
  readonly modelTurns: ModelTurns;
  /** Where a video that is watched twice at once waits for itself, to be found in the cache. */
  readonly sameVideos: KeyedTasks;
  /** Runs what decodes, when there are not too many others. */
  readonly inSlot: <R>(decode: () => Promise<R>) => Promise<R>;
}

/**
 * The reduced tokens of a video, from the cache where it has them.
 *
 * @throws ContextExceededError before anything is decoded, when they don't fit the model's context.
 */
export async function reducedTokens<T extends Tensor>(
  video: VideoInput,
  stages: VideoAssistantStages<T>,
  context: ReducedTokensContext,
): Promise<CachedVideoTokens & { readonly fromCache: boolean }> {
  const { clock, signal } = context;
  // Telling what a video is may take reading all of it.
  const keys = await clock.time('open', () => cacheKeys(video, stages, signal));
  if (!keys) return { ...(await reduce(video, stages, context)).reduced, fromCache: false };
  return context.sameVideos.run(keys.asked, () => cachedOrReduced(video, keys, stages, context), signal);
}

async function cachedOrReduced<T extends Tensor>(
  video: VideoInput,
  keys: CacheKeys,
  stages: VideoAssistantStages<T>,
  context: ReducedTokensContext,
): Promise<CachedVideoTokens & { readonly fromCache: boolean }> {
  const { notify } = context;
  const cacheFailed = (error: unknown) => {
    if (!isSlowFastError(error)) throw error;
    notify([{ code: 'cache-unavailable', message: error.message }]);
    return undefined;
  };
  const cached = await findCached(keys, stages).catch(cacheFailed);
  if (cached) {
    notify(cached.reduction.notices);
    return { ...cached, fromCache: true };
  }
  const { plan, reduced } = await reduce(video, stages, context);
  const isFitted = plan.notices.some(({ code }) => code === 'fitted-to-context');
  await stages.cache?.set(isFitted ? keys.fitted : keys.asked, reduced).catch(cacheFailed);
  return { ...reduced, fromCache: false };
}

interface PlanAndTokens {
  readonly plan: VideoPlan;
  readonly reduced: CachedVideoTokens;
}

function reduce<T extends Tensor>(
  video: VideoInput,
  stages: VideoAssistantStages<T>,
  context: ReducedTokensContext,
): Promise<PlanAndTokens> {
  return context.inSlot(() => openAndReduce(video, stages, context));
}

async function openAndReduce<T extends Tensor>(
  video: VideoInput,
  stages: VideoAssistantStages<T>,
  { clock, signal, notify, modelTurns }: ReducedTokensContext,
): Promise<PlanAndTokens> {
  const { source, owned } = await clock.time('open', () => openInput(video, stages, signal));
  try {
    const plan = planVideo(source.info, stages);
    notify(plan.notices);
    assertPlanFits(plan, stages.strategy.asked);
    using models = modelTurns.join('encoding');
    const encoded = await encodeVideo(source, plan, stages, { clock, models, signal });
    notify(encoded.notices);
    const { selectedFrames, slowPositions, aggregation, tokens, hasAudio } = plan;
    const reduction: VideoReduction = {
      ...{ selectedFrames, slowPositions, aggregation, tokens },
      ...(hasAudio !== undefined && { hasAudio }),
      notices: [...plan.notices, ...encoded.notices],
    };
    return { plan, reduced: { values: encoded.values, size: encoded.size, reduction } };
  } finally {
    if (owned) await source.dispose();
  }
}

/** Raised whenever the same video, encoder and settings would give other tokens than before, e.g. by other resampling. */
const REDUCTION_VERSION = 2;

/** Where the tokens of a video are kept: as they were asked for, or fitted to the room that the context has now. */
interface CacheKeys {
  readonly asked: string;
  readonly fitted: string;
}

/** Content, encoder and settings: whatever changes the reduced tokens changes the key. */
async function cacheKeys(
  video: VideoInput,
  stages: VideoAssistantStages,
  signal: AbortSignal,
): Promise<CacheKeys | undefined> {
  if (!stages.cache || !stages.contentKey || isFrameSource(video)) return undefined;
  const content = await stages.contentKey(video, { signal });
  if (content === undefined) return undefined;
  const key = [REDUCTION_VERSION, content, stages.encoder.id, stages.strategy.id];
  const { budgetTokens } = planText(stages).room;
  return { asked: JSON.stringify(key), fitted: JSON.stringify([...key, budgetTokens]) };
}

/** What was kept whole and still fits would be chosen again; else what was fitted to the same room. */
async function findCached(
  keys: CacheKeys,
  stages: VideoAssistantStages,
): Promise<CachedVideoTokens | undefined> {
  const whole = await stages.cache?.get(keys.asked);
  return whole && planReduction(whole.reduction, stages).fits ? whole : stages.cache?.get(keys.fitted);
}
