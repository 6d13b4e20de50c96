import {
  type FoundVideo,
  type FrameSource,
  StageMismatchError,
  type VideoInfo,
  type VideoInput,
} from '@slowfast/spec';
import type { VideoAssistantStages } from './stages.ts';

/** Finds what people gave. An opened source is found at once; what it is opened as again is theirs, and disposing that does nothing. */
export async function findInput(
  video: VideoInput,
  stages: Pick<VideoAssistantStages, 'findVideo'>,
  signal: AbortSignal,
): Promise<FoundVideo> {
  if (isFrameSource(video)) return lentSource(video);
  if (stages.findVideo) return stages.findVideo(video, { signal });
  throw new StageMismatchError({
    found: 'a place of a video, and no stage that finds it',
    expected: 'an opened FrameSource, or stages with findVideo',
  });
}

function lentSource(source: FrameSource): FoundVideo {
  const dispose = async () => {};
  const lent: FrameSource = {
    info: source.info,
    frames: (selection, options) => source.frames(selection, options),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
  return {
    ...(source.contentKey && { contentKey: (options) => source.contentKey!(options) }),
    open: async () => lent,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Whether an input is an opened source rather than a place. */
export function isFrameSource(video: VideoInput | VideoInfo): video is FrameSource {
  return typeof video === 'object' && 'frames' in video && 'info' in video;
}

/** Whether an input already is what is known of a video. */
export function isVideoInfo(video: VideoInput | VideoInfo): video is VideoInfo {
  return typeof video === 'object' && 'frameTimestampsSeconds' in video;
}
