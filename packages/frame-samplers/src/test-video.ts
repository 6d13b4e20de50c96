import type { VideoInfo } from '@slowfast/spec';

/** What a source would tell of a video with frames at a steady rate. */
export function testVideo({
  frames,
  frameRate = 10,
  startSeconds = 0,
}: {
  readonly frames: number;
  readonly frameRate?: number;
  readonly startSeconds?: number;
}): VideoInfo {
  return {
    container: 'mp4',
    codec: 'h264',
    width: 64,
    height: 48,
    rotationDegrees: 0,
    frameCount: frames,
    durationSeconds: frames / frameRate,
    frameRate,
    frameTimestampsSeconds: Float64Array.from({ length: frames }, (_, i) => startSeconds + i / frameRate),
  };
}
