import type { FrameSelection, SelectedFrame, VideoInfo } from '@slowfast/spec';
import { frameAtTime, InvalidSelectionError } from '@slowfast/spec';

/**
 * The frames that a selection names, with their times.
 *
 * @throws InvalidSelectionError when it names none, or one that the video does not have.
 */
export function selectedFrames(selection: FrameSelection, info: VideoInfo): readonly SelectedFrame[] {
  const indices =
    'indices' in selection
      ? selection.indices
      : selection.timestampsSeconds.map((seconds) => frameShownAt(seconds, info));
  if (indices.length === 0) throw new InvalidSelectionError({ found: 'no frame', expected: 'at least one' });
  return indices.map((index) => {
    const timestampSeconds = info.frameTimestampsSeconds[index];
    if (timestampSeconds === undefined) {
      throw new InvalidSelectionError({
        found: `frame ${index}`,
        expected: `0 to ${info.frameCount - 1}`,
      });
    }
    return { index, timestampSeconds };
  });
}

/** Before the first frame nothing is shown. */
function frameShownAt(seconds: number, info: VideoInfo): number {
  const index = frameAtTime(info.frameTimestampsSeconds, seconds);
  if (index >= 0) return index;
  throw new InvalidSelectionError({
    found: `the time ${seconds} s`,
    expected: `a time from the first frame on, ${info.frameTimestampsSeconds[0] ?? 0} s`,
  });
}
