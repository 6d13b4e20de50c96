import { type FrameSampler, type FrameSelection, frameAtTime, InvalidSelectionError } from '@slowfast/spec';
import { videoEndSeconds } from './time-range.ts';

/**
 * Exactly these frames, by index or by time, in ascending order whatever the order given; repeats stay.
 *
 * A time gives the frame that is shown then, by {@link frameAtTime}.
 *
 * @throws InvalidSelectionError when the list is empty or holds anything but whole numbers or seconds from 0 on; `select`
 * throws it when an entry lies outside the video.
 */
export function explicitFrames(selection: FrameSelection): FrameSampler {
  if ('indices' in selection) {
    const indices = sorted(selection.indices, Number.isSafeInteger, 'frame indices');
    return {
      id: `indices-${indices.join(',')}`,
      select(info) {
        const last = indices.at(-1)!;
        if (last < info.frameCount) return { indices };
        throw outside(`frame ${last}`, `frames 0 to ${info.frameCount - 1}`);
      },
    };
  }
  const timestamps = sorted(selection.timestampsSeconds, Number.isFinite, 'seconds');
  return {
    id: `seconds-${timestamps.join(',')}`,
    select(info) {
      const [first, last] = [timestamps[0]!, timestamps.at(-1)!];
      const end = videoEndSeconds(info);
      if (last >= end) throw outside(`the time ${last} s`, `a time before the end, ${end} s`);
      const indices = timestamps.map((seconds) => frameAtTime(info.frameTimestampsSeconds, seconds));
      if (indices[0]! >= 0) return { indices };
      const start = info.frameTimestampsSeconds[0] ?? 0;
      throw outside(`the time ${first} s`, `a time from the first frame on, ${start} s`);
    },
  };
}

function sorted(values: readonly number[], isValid: (value: number) => boolean, what: string): number[] {
  const wrong = values.find((value) => !isValid(value) || value < 0);
  if (values.length === 0 || wrong !== undefined) {
    throw new InvalidSelectionError({
      found: values.length === 0 ? `no ${what}` : `${wrong} among the ${what}`,
      expected: `at least one, each from 0 on`,
    });
  }
  return values.toSorted((a, b) => a - b);
}

function outside(found: string, expected: string): InvalidSelectionError {
  return new InvalidSelectionError({ found, expected });
}
