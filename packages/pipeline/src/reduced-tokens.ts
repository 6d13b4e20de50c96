import {
  type CachedVideoTokens,
  type FoundVideo,
  isSlowFastError,
  type Notice,
  type Tensor,
  type VideoInput,
  type VideoPlan,
  type VideoReduction,
} from '@slowfast/spec';
import { encodeVideo } from './encode-video.ts';
import { findInput } from './find-input.ts';
import type { KeyedTasks } from './keyed-tasks.ts';
import type { ModelTurns } from './model-turns.ts';
import { assertPlanFits, planReduction, planText, planVideo } from './plan-video.ts';
import type { StageClock } from './stage-clock.ts';
import type { ReducingStages } from './stages.ts';

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
  stages: ReducingStages<T>,
  context: ReducedTokensContext,
): Promise<CachedVideoTokens & { readonly fromCache: boolean }> {
  const { clock, signal } = context;
  await using found = await clock.time('open', () => findInput(video, stages, signal));
  const keys = await clock.time('open', () => cacheKeys(found, stages, signal));
  if (!keys) return { ...(await reduce(found, stages, context)).reduced, fromCache: false };
  // Awaited here: what was found is disposed at the end.
  return await context.sameVideos.run(
    keys.asked,
    () => cachedOrReduced(found, keys, stages, context),
    signal,
  );
}

async function cachedOrReduced<T extends Tensor>(
  found: FoundVideo,
  keys: CacheKeys,
  stages: ReducingStages<T>,
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
  const { plan, reduced } = await reduce(found, stages, context);
  const isFitted = plan.notices.some(({ code }) => code === 'fitted-to-context');
  await stages.cache?.set(isFitted ? keys.fitted : keys.asked, reduced).catch(cacheFailed);
  return { ...reduced, fromCache: false };
}

function reduce<T extends Tensor>(
  found: FoundVideo,
  stages: ReducingStages<T>,
  { clock, signal, notify, modelTurns, inSlot }: ReducedTokensContext,
): Promise<{ readonly plan: VideoPlan; readonly reduced: CachedVideoTokens }> {
  return inSlot(async () => {
    await using source = await clock.time('open', () => found.open({ signal }));
    const plan = planVideo(source.info, stages);
    notify(plan.notices);
    assertPlanFits(plan, stages.strategy.asked);
    using models = modelTurns.join('encoding');
    const encoded = await encodeVideo(source, plan, stages, { clock, models, signal });
    notify(encoded.notices);
    const { selectedFrames, slowPositions, aggregation, tokens, durationSeconds } = plan;
    const { tokensPerSlowFrame, hasAudio } = plan;
    const reduction: VideoReduction = {
      ...{ selectedFrames, slowPositions, aggregation, tokens, durationSeconds },
      ...(tokensPerSlowFrame !== undefined && { tokensPerSlowFrame }),
      ...(hasAudio !== undefined && { hasAudio }),
      notices: [...plan.notices, ...encoded.notices],
    };
    return { plan, reduced: { values: encoded.values, size: encoded.size, reduction } };
  });
}

/** Raised whenever the same video, encoder and settings would give other tokens than before, e.g. by other resampling, or more is kept of them. */
const REDUCTION_VERSION = 3;

/** Where the tokens of a video are kept: as they were asked for, or fitted to the room that the context has now. */
interface CacheKeys {
  readonly asked: string;
  readonly fitted: string;
}

/** Content, encoder and settings: whatever changes the reduced tokens changes the key. */
async function cacheKeys(
  found: FoundVideo,
  stages: ReducingStages,
  signal: AbortSignal,
): Promise<CacheKeys | undefined> {
  if (!stages.cache) return undefined;
  const content = await found.contentKey?.({ signal });
  if (content === undefined) return undefined;
  const { encoder, strategy, knows } = stages;
  // What is said of the pictures is kept with the tokens.
  const told = encoder.knownPictures && { pictures: encoder.knownPictures.id, knows };
  const key = [REDUCTION_VERSION, content, encoder.id, strategy.id, ...(told ? [told] : [])];
  const { budgetTokens } = planText(stages).room;
  // Times are text beside the tokens: they take some of the room, and change nothing else.
  const timed = stages.strategy.timestamps ? ['timestamps'] : [];
  return { asked: JSON.stringify(key), fitted: JSON.stringify([...key, budgetTokens, ...timed]) };
}

/** What was kept whole and still fits would be chosen again; else what was fitted to the same room. */
async function findCached(keys: CacheKeys, stages: ReducingStages): Promise<CachedVideoTokens | undefined> {
  const whole = await stages.cache?.get(keys.asked);
  return whole && planReduction(whole.reduction, stages).fits ? whole : stages.cache?.get(keys.fitted);
}
