import { type FrameSource, StageMismatchError, type VideoInfo, type VideoInput } from '@slowfast/spec';
import type { VideoAssistantStages, VideoPlace } from './stages.ts';

/** Opens what people gave, unless it is open already. */
export async function openInput(
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
