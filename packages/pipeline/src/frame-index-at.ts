import type { FrameSelection, SelectedFrame, VideoInfo } from '@slowfast/spec';
import { InvalidSelectionError } from '@slowfast/spec';

/** Index of the last frame that starts at or before a time in seconds; the first frame for earlier times. */
export function frameIndexAt(info: Pick<VideoInfo, 'frameTimestampsSeconds'>, seconds: number): number {
  const times = info.frameTimestampsSeconds;
  let low = 0;
  let high = times.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= seconds) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The frames that a selection names, with their times.
 *
 * @throws InvalidSelectionError when it names none, or one that the video does not have.
 */
export function selectedFrames(selection: FrameSelection, info: VideoInfo): readonly SelectedFrame[] {
  const indices =
    'indices' in selection
      ? selection.indices
      : selection.timestampsSeconds.map((seconds) => frameIndexAt(info, checkedTime(seconds, info)));
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
function checkedTime(seconds: number, info: VideoInfo): number {
  const start = info.frameTimestampsSeconds[0] ?? 0;
  // A millionth of a second is forgiven: times are quotients.
  if (seconds + 1e-6 >= start) return seconds;
  throw new InvalidSelectionError({
    found: `the time ${seconds} s`,
    expected: `a time from the first frame on, ${start} s`,
  });
}
