import { type FrameSelection, InvalidSelectionError, type VideoInfo } from '@slowfast/spec';

/**
 * The frame indices that a selection means: the indices themselves, or for each time the last frame that starts at or
 * before it.
 *
 * @throws InvalidSelectionError when the selection is empty, decreases or lies outside the video.
 */
export function selectedIndices(selection: FrameSelection, info: VideoInfo): number[] {
  const isByIndex = 'indices' in selection;
  const values = isByIndex ? selection.indices : selection.timestampsSeconds;
  if (values.length === 0) throw invalid('zero frames', 'at least one');
  const [least, most] = isByIndex
    ? [0, info.frameCount - 1]
    : [info.frameTimestampsSeconds[0]!, info.frameTimestampsSeconds[0]! + info.durationSeconds];
  const unit = isByIndex ? 'an index' : 'a time in seconds';
  let previous = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    const isWhole = !isByIndex || Number.isInteger(value);
    if (!isWhole || !(value >= least && value <= most)) {
      throw invalid(`${value}`, `${unit} from ${least} to ${most}`);
    }
    if (value < previous) throw invalid(`${value} after ${previous}`, 'values that do not decrease');
    previous = value;
  }
  return isByIndex ? [...values] : values.map((seconds) => frameAt(info.frameTimestampsSeconds, seconds));
}

/** Index of the last timestamp that is at most `seconds`; a millionth of a second is forgiven. */
function frameAt(timestampsSeconds: Float64Array, seconds: number): number {
  let low = 0;
  let high = timestampsSeconds.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (timestampsSeconds[middle]! <= seconds + 1e-6) low = middle;
    else high = middle;
  }
  return low;
}

function invalid(found: string, expected: string): InvalidSelectionError {
  return new InvalidSelectionError({ found, expected });
}
