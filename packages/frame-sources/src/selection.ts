import { type FrameSelection, frameAtTime, InvalidSelectionError, type VideoInfo } from '@slowfast/spec';

/**
 * The frame indices that a selection means: the indices themselves, or for each time the frame that is shown then, by
 * {@link frameAtTime}.
 *
 * @throws InvalidSelectionError when the selection is empty, decreases or lies outside the video.
 */
export function selectedIndices(selection: FrameSelection, info: VideoInfo): number[] {
  const isByIndex = 'indices' in selection;
  const values = isByIndex ? selection.indices : selection.timestampsSeconds;
  if (values.length === 0) throw invalid('zero frames', 'at least one');
  const { frameCount, durationSeconds, frameTimestampsSeconds } = info;
  const least = isByIndex ? 0 : frameTimestampsSeconds[0]!;
  const most = isByIndex ? frameCount - 1 : least + durationSeconds;
  const unit = isByIndex ? 'an index' : 'a time in seconds';
  let previous = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    const index = isByIndex ? value : frameAtTime(frameTimestampsSeconds, value);
    if (!Number.isInteger(index) || index < 0 || !(value <= most)) {
      throw invalid(`${value}`, `${unit} from ${least} to ${most}`);
    }
    if (value < previous) throw invalid(`${value} after ${previous}`, 'values that do not decrease');
    previous = value;
    return index;
  });
}

function invalid(found: string, expected: string): InvalidSelectionError {
  return new InvalidSelectionError({ found, expected });
}
