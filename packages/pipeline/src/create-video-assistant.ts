import {
  DisposedError,
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
import { newNotices } from './new-notices.ts';
import { isVideoInfo, openInput } from './open-input.ts';
import { checkLoadOptions, checkPlanOptions, checkWatchOptions } from './options/assistant-options.ts';
import { planReduction, planVideo } from './plan-video.ts';
import { reducedTokens } from './reduced-tokens.ts';
import { StageClock } from './stage-clock.ts';
import type { VideoAssistantStages } from './stages.ts';
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

  const load = async (options: { readonly onProgress?: OnProgress } = {}) => {
    checkLoadOptions(options);
    const { onProgress } = options;
    ended.signal.throwIfAborted();
    await new StageClock(onProgress).reportingWeights(stages.watchWeights, async () => {
      await stages.encoder.load?.();
      // Its weights come with its first session.
      await (await stages.languageModel.session()).dispose();
    });
  };

  const plan = async (video: VideoInput | VideoInfo, options: PlanOptions = {}) => {
    checkPlanOptions(options);
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
    checkWatchOptions(options);
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
    notify(newNotices(stages.notices?.() ?? [], told));
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

function assertStagesFit({ encoder, languageModel }: VideoAssistantStages): void {
  if (encoder.embeddingSize === languageModel.embeddingSize) return;
  throw new StageMismatchError({
    found: `an encoder whose tokens have ${encoder.embeddingSize} values`,
    expected: `${languageModel.embeddingSize}, as the language model takes`,
  });
}
