import {
  DisposedError,
  type FindOptions,
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
import { chosenCalibration } from './decisions/chosen-calibration.ts';
import { findInput, isVideoInfo } from './find-input.ts';
import { checkFind } from './finding/check-find.ts';
import { findClock } from './finding/find-clock.ts';
import { findInVideo } from './finding/find-in-video.ts';
import { prepareFind } from './finding/plan-find.ts';
import { KeyedTasks } from './keyed-tasks.ts';
import { ModelTurns } from './model-turns.ts';
import { newNotices } from './new-notices.ts';
import { checkLoadOptions, checkPlanOptions, checkWatchOptions } from './options/assistant-options.ts';
import { planReduction, planVideo } from './plan-video.ts';
import { reducedTokens } from './reduced-tokens.ts';
import { StageClock } from './stage-clock.ts';
import type { ReducingStages, VideoAssistantStages } from './stages.ts';
import { TaskSlots } from './task-slots.ts';
import { createWatchedVideo } from './watched-video.ts';

/** A search tells times itself: frames are shown to the model without theirs. */
const findReduction: ReductionSettings = { timestamps: false };

/** Videos that are decoded at the same time: each has a decoder and a chunk of frames in memory. */
const MOST_VIDEOS_DECODED = 4;

/**
 * Composes stages into a {@link VideoAssistant}. The assistant owns the encoder, the backend and the language model.
 *
 * @throws StageMismatchError when the encoder's tokens don't have the width that the language model takes. Equal widths
 * don't prove that the two were trained together: presets name trained pairs.
 * @throws InvalidSettingError when the calibration is none, or of another language model.
 */
export function createVideoAssistant<T extends Tensor>(stages: VideoAssistantStages<T>): VideoAssistant {
  assertStagesFit(stages);
  const calibration = chosenCalibration(stages.calibration, stages.languageModel.id);
  const modelTurns = new ModelTurns();
  const watches = new TaskSlots(MOST_VIDEOS_DECODED);
  const sameVideos = new KeyedTasks();
  const ended = new AbortController();
  const videos = new Set<WatchedVideo>();

  const describe = async () => {
    ended.signal.throwIfAborted();
    const { languageModel, backend, about } = stages;
    return {
      contextLength: languageModel.contextLength,
      backend: backend.name,
      languageModel: languageModel.id,
      ...(calibration && { calibration }),
      ...(await about?.()),
    };
  };

  const load = async (options: { readonly onProgress?: OnProgress | undefined } = {}) => {
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
    const reducing = withStrategy(stages, options.reduction);
    if (isVideoInfo(video)) return planVideo(video, reducing);
    await using found = await findInput(video, stages, signal);
    await using source = await found.open({ signal });
    return planVideo(source.info, reducing);
  };

  const watch = async (video: VideoInput, options: WatchOptions = {}) => {
    checkWatchOptions(options);
    const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
    const clock = new StageClock(options.onProgress);
    const notices: Notice[] = [];
    const notify = (news: readonly Notice[]) => {
      for (const notice of news) {
        notices.push(notice);
        options.onNotice?.(notice);
      }
    };
    const reducing = withStrategy(stages, options.reduction);
    const told = stages.notices?.() ?? [];
    notify(told);
    const found = await watches.run(async (inSlot) => {
      signal.throwIfAborted();
      const context = { clock, signal, notify, modelTurns, sameVideos, inSlot };
      const reduced = () => reducedTokens(video, reducing, context);
      return clock.reportingWeights(stages.watchWeights, reduced);
    }, signal);
    // What came up while models were loaded, e.g. that a runtime gave way to another.
    notify(newNotices(stages.notices?.() ?? [], told));
    const watched = createWatchedVideo({
      stages,
      plan: planReduction(found.reduction, reducing),
      values: found.values,
      size: found.size,
      fromCache: found.fromCache,
      seconds: clock.seconds,
      notices,
      modelTurns,
      temperature: calibration?.temperature ?? 1,
      assistantSignal: ended.signal,
      onDispose: () => videos.delete(watched),
    });
    videos.add(watched);
    return watched;
  };

  const planFind = async (video: VideoInput | VideoInfo, question: string, options: FindOptions = {}) => {
    checkFind(question, options);
    const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
    signal.throwIfAborted();
    const reducing = withStrategy(stages, findReduction);
    if (isVideoInfo(video)) return prepareFind(video, question, options, reducing).plan;
    await using found = await findInput(video, stages, signal);
    await using source = await found.open({ signal });
    return prepareFind(source.info, question, options, reducing).plan;
  };

  const find = async (video: VideoInput, question: string, options: FindOptions = {}) => {
    checkFind(question, options);
    const signal = options.signal ? AbortSignal.any([ended.signal, options.signal]) : ended.signal;
    const clock = findClock(options.onProgress);
    const notify = (notices: readonly Notice[]) => {
      for (const notice of notices) options.onNotice?.(notice);
    };
    notify(stages.notices?.() ?? []);
    const search = async () => {
      await using found = await clock.time('open', () => findInput(video, stages, signal));
      await using source = await clock.time('open', () => found.open({ signal }));
      using models = modelTurns.join('encoding');
      return await findInVideo(source, question, withStrategy(stages, findReduction), options, {
        ...{ clock, models, signal, notify },
        temperature: calibration?.temperature ?? 1,
      });
    };
    return watches.run((inSlot) => clock.reportingWeights(stages.watchWeights, () => inSlot(search)), signal);
  };

  const disposeAll = async () => {
    ended.abort(new DisposedError({ what: 'The video assistant' }));
    await Promise.all([...videos].map((video) => video.dispose()));
    await watches.idle();
    await stages.encoder.dispose();
    await stages.languageModel.dispose();
    await stages.backend.dispose();
  };
  let disposed: Promise<void> | undefined;
  const dispose = () => {
    disposed ??= disposeAll();
    return disposed;
  };

  return { describe, load, plan, watch, find, planFind, dispose, [Symbol.asyncDispose]: dispose };
}

/** The stages with the strategy for one video; the models are the same. */
function withStrategy<T extends Tensor>(
  stages: VideoAssistantStages<T>,
  settings: ReductionSettings = {},
): ReducingStages<T> {
  return { ...stages, strategy: stages.strategyFor(settings) };
}

function assertStagesFit({ encoder, languageModel }: VideoAssistantStages): void {
  if (encoder.embeddingSize === languageModel.embeddingSize) return;
  throw new StageMismatchError({
    found: `an encoder whose tokens have ${encoder.embeddingSize} values`,
    expected: `${languageModel.embeddingSize}, as the language model takes`,
  });
}
