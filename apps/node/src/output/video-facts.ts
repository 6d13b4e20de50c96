import type { VideoInfo } from '@slowfast/spec';

/** What is known of a video, for JSON: all but the time of every frame. */
export function videoFacts(info: VideoInfo): Omit<VideoInfo, 'frameTimestampsSeconds'> {
  const { frameTimestampsSeconds: _, ...facts } = info;
  return facts;
}
