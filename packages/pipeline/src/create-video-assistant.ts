import {
  type CachedVideoTokens,
  DisposedError,
  type FrameSource,
  isSlowFastError,
  type Notice,
  type OnProgress,
  type PlanOptions,
  type ReductionSettings,
  StageMismatchError,
  type Tensor,
  type VideoAssistant,
  type VideoInfo,
  type VideoInput,
  type WatchedVideo,
  type WatchOptions,
} from '@slowfast/spec';
import { encodeVideo } from './encode-video.ts';
import { assertPlanFits, planReduction, planVideo } from './plan-video.ts';
import { StageClock } from './stage-clock.ts';
import type { VideoAssistantStages, VideoPlace } from './stages.ts';
import { TaskQueue } from './task-queue.ts';
import { createWatchedVideo } from './watched-video.ts';

/**
 * Composes stages into a {@link VideoAssistant}. The assistant owns the encoder, the backend and the language model.
 *
 * @throws StageMismatchError when the encoder's tokens don't have the width that the language model takes. Equal widths
 * don't prove that the two were trained together: presets name trained pairs.
 */
export function createVideoAssistant<T extends Tensor>(stages: VideoAssistantStages<T>): VideoAssistant {
  assertStagesFit(stages);
  const queue = new TaskQueue();
  const ended = new AbortController();
  const videos = new Set<WatchedVideo>();

  const describe = async () => {
    ended.signal.throwIfAborted();
    const { languageModel, backend, about } = stages;
    return { contextLength: languageModel.contextLength, backend: backend.name, ...(await about?.()) };
  };

  const load = async ({ onProgress }: { readonly onProgress?: OnProgress } = {}) => {
    ended.signal.throwIfAborted();
    await new StageClock(onProgress).reportingWeights(stages.watchWeights, async () => {
      await stages.encoder.load?.();
      // Its weights come with its first session.
      await (await stages.languageModel.session()).dispose();
    });
  };

  const plan = async (video: VideoInput | VideoInfo, options: PlanOptions = {}) => {
    const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
    signal.throwIfAborted();
    const reducing = withReduction(stages, options.reduction);
    if (isVideoInfo(video)) return planVideo(video, reducing);
    const { source, owned } = await openInput(video, stages, signal);
    try {
      return planVideo(source.info, reducing);
    } finally {
      if (owned) await source.dispose();
    }
  };

  const watch = async (video: VideoInput, options: WatchOptions = {}) => {
    const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
    const clock = new StageClock(options.onProgress);
    const notify = (notices: readonly Notice[]) => {
      for (const notice of notices) options.onNotice?.(notice);
    };
    const reducing = withReduction(stages, options.reduction);
    const told = stages.notices?.() ?? [];
    notify(told);
    const reduced = () => reducedTokens(video, reducing, { clock, signal, notify });
    const found = await queue.run(() => clock.reportingWeights(stages.watchWeights, reduced), signal);
    // What came up while models were loaded, e.g. that a runtime gave way to another.
    const isNew = ({ message }: Notice) => told.every((notice) => notice.message !== message);
    notify((stages.notices?.() ?? []).filter(isNew));
    const watched = createWatchedVideo({
      stages,
      plan: planReduction(found.reduction, stages),
      values: found.values,
      size: found.size,
      fromCache: found.fromCache,
      seconds: clock.seconds,
      queue,
      assistantSignal: ended.signal,
      onDispose: () => videos.delete(watched),
    });
    videos.add(watched);
    return watched;
  };

  const dispose = async () => {
    if (ended.signal.aborted) return;
    ended.abort(new DisposedError({ what: 'The video assistant' }));
    await Promise.all([...videos].map((video) => video.dispose()));
    await queue.idle();
    await stages.encoder.dispose();
    await stages.languageModel.dispose();
    await stages.backend.dispose();
  };

  return { describe, load, plan, watch, dispose, [Symbol.asyncDispose]: dispose };
}

/** The stages with another reduction; the models are the same. */
function withReduction<T extends Tensor>(
  stages: VideoAssistantStages<T>,
  reduction: ReductionSettings | undefined,
): VideoAssistantStages<T> {
  if (reduction === undefined) return stages;
  if (stages.strategyFor) return { ...stages, strategy: stages.strategyFor(reduction) };
  throw new StageMismatchError({
    found: 'a reduction for one video, and no stage that makes it',
    expected: 'stages with strategyFor, or no reduction',
  });
}

interface WatchContext {
  readonly clock: StageClock;
  readonly signal: AbortSignal;
  readonly notify: (notices: readonly Notice[]) => void;
}

/** The reduced tokens of a video, from the cache where it has them. */
async function reducedTokens<T extends Tensor>(
  video: VideoInput,
  stages: VideoAssistantStages<T>,
  { clock, signal, notify }: WatchContext,
): Promise<CachedVideoTokens & { readonly fromCache: boolean }> {
  const cacheFailed = (error: unknown) => {
    if (!isSlowFastError(error)) throw error;
    notify([{ code: 'cache-unavailable', message: error.message }]);
    return undefined;
  };
  // Telling what a video is may take reading all of it.
  const key = await clock.time('open', () => cacheKey(video, stages, signal));
  const cached = key === undefined ? undefined : await stages.cache?.get(key).catch(cacheFailed);
  if (cached) {
    notify(cached.reduction.notices);
    assertPlanFits(planReduction(cached.reduction, stages));
    return { ...cached, fromCache: true };
  }

  const { source, owned } = await clock.time('open', () => openInput(video, stages, signal));
  try {
    const plan = planVideo(source.info, stages);
    notify(plan.notices);
    assertPlanFits(plan);
    const encoded = await encodeVideo(source, plan, stages, { clock, signal });
    notify(encoded.notices);
    const { selectedFrames, slowPositions, aggregation, tokens } = plan;
    const notices = [...plan.notices, ...encoded.notices];
    const reduction = { selectedFrames, slowPositions, aggregation, tokens, notices };
    const entry = { values: encoded.values, size: encoded.size, reduction };
    if (key !== undefined) await stages.cache?.set(key, entry).catch(cacheFailed);
    return { ...entry, fromCache: false };
  } finally {
    if (owned) await source.dispose();
  }
}

/** Raised whenever the same video, encoder and settings would give other tokens than before, e.g. by other resampling. */
const REDUCTION_VERSION = 1;

/** Content, encoder and settings: whatever changes the reduced tokens changes the key. */
async function cacheKey(
  video: VideoInput,
  stages: VideoAssistantStages,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!stages.cache || !stages.contentKey || isFrameSource(video)) return undefined;
  const content = await stages.contentKey(video, { signal });
  if (content === undefined) return undefined;
  return JSON.stringify([REDUCTION_VERSION, content, stages.encoder.id, stages.strategy.id]);
}

async function openInput(
  video: VideoInput,
  stages: Pick<VideoAssistantStages, 'openVideo'>,
  signal: AbortSignal,
): Promise<{ readonly source: FrameSource; readonly owned: boolean }> {
  if (isFrameSource(video)) return { source: video, owned: false };
  if (!stages.openVideo) {
    throw new StageMismatchError({
      found: 'a place of a video, and no stage that opens it',
      expected: 'an opened FrameSource, or stages with openVideo',
    });
  }
  return { source: await stages.openVideo(video, { signal }), owned: true };
}

/** Whether an input is an opened source rather than a place. */
export function isFrameSource(video: FrameSource | VideoPlace | VideoInfo): video is FrameSource {
  return typeof video === 'object' && 'frames' in video && 'info' in video;
}

/** Whether an input already is what is known of a video. */
export function isVideoInfo(video: VideoInput | VideoInfo): video is VideoInfo {
  return typeof video === 'object' && 'frameTimestampsSeconds' in video;
}

function assertStagesFit({ encoder, languageModel }: VideoAssistantStages): void {
  if (encoder.embeddingSize === languageModel.embeddingSize) return;
  throw new StageMismatchError({
    found: `an encoder whose tokens have ${encoder.embeddingSize} values`,
    expected: `${languageModel.embeddingSize}, as the language model takes`,
  });
}
