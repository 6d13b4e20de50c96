import type { ReadonlySignal } from '@preact/signals';
import type { ReductionSettings, VideoAssistant, WatchedVideo, WatchOptions } from '@slowfast/spec';
import type { AssistantLife } from './assistant-life.ts';
import type { ChosenVideo } from './video-choice.ts';

/** Keeps one watched video, for as long as video, reduction and assistant stay the same. */
export interface WatchedVideos {
  /** The chosen video, watched now or before. */
  watch(
    options: Pick<WatchOptions, 'onProgress' | 'onNotice'> & { readonly signal: AbortSignal },
  ): Promise<{ readonly video: WatchedVideo; readonly isNew: boolean }>;
  /** Frees what is kept. */
  clear(): void;
}

interface Kept {
  readonly chosen: ChosenVideo;
  readonly reduction: string;
  readonly assistant: VideoAssistant;
  readonly video: WatchedVideo;
}

/** Nothing watched yet. */
export function createWatchedVideos(
  chosenVideo: ReadonlySignal<ChosenVideo | undefined>,
  reduction: ReadonlySignal<ReductionSettings>,
  life: AssistantLife,
): WatchedVideos {
  let kept: Kept | undefined;

  function clear(): void {
    const cleared = kept;
    kept = undefined;
    // Where the worker is gone, so are its videos.
    cleared?.video.dispose().catch(() => {});
  }

  return {
    clear,
    async watch(options) {
      const assistant = await life.get();
      options.signal.throwIfAborted();
      const chosen = chosenVideo.value;
      if (!chosen) throw new Error('there is no video to watch');
      const wanted = JSON.stringify(reduction.value);
      if (kept?.chosen === chosen && kept.reduction === wanted && kept.assistant === assistant) {
        return { video: kept.video, isNew: false };
      }
      clear();
      const video = await assistant.watch(chosen.source, { ...options, reduction: reduction.value });
      kept = { chosen, reduction: wanted, assistant, video };
      // The first session settles which runtime it really is.
      void life.refresh();
      return { video, isNew: true };
    },
  };
}
