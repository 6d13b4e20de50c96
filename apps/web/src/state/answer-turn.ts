import type { Notice } from '@slowfast/spec';
import type { Turn } from './turn.ts';
import type { WatchedVideos } from './watched-videos.ts';

/**
 * Watches the video if that has not been done, then streams the answer into the turn.
 *
 * @throws what watching and answering throw; the signal's reason when it is aborted.
 */
export async function answerTurn(turn: Turn, watched: WatchedVideos, signal: AbortSignal): Promise<void> {
  const addNotice = (notice: Notice) => {
    turn.notices.value = [...turn.notices.value, notice];
  };
  const onProgress: NonNullable<Parameters<WatchedVideos['watch']>[0]['onProgress']> = (progress) => {
    if (!signal.aborted) turn.progress.value = progress;
  };
  const { video, isNew } = await watched.watch({ signal, onProgress, onNotice: addNotice });
  if (isNew) {
    const { seconds, frames, fromCache } = video;
    turn.watching.value = { seconds, frames: frames.length, fromCache };
  }
  for await (const part of video.ask(turn.question, { signal, onProgress })) {
    if (signal.aborted) return;
    switch (part.type) {
      case 'notice':
        addNotice(part.notice);
        break;
      case 'text-delta':
        turn.text.value += part.text;
        break;
      case 'answer-end':
        turn.result.value = part.result;
        turn.text.value = part.result.answer;
        break;
      default:
        part satisfies never;
    }
  }
}
