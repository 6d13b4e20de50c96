import type { FileScan } from '../frame-decoder.ts';

/** What a pass over a file has collected. */
export interface ScanParts {
  readonly container: string;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly rotationDegrees: FileScan['rotationDegrees'];
  readonly track: FileScan['track'];
  /** Start of each picture in the order they came; NaN where the file gives none. */
  readonly timestampsSeconds: readonly number[];
  /** NaN or 0 where unknown. */
  readonly lastDurationSeconds: number;
}

/** Makes a scan of what a pass collected: times ascend, and pictures without a time follow their predecessor. */
export function createFileScan(parts: ScanParts): FileScan {
  const { timestampsSeconds, lastDurationSeconds, ...rest } = parts;
  const frameCount = timestampsSeconds.length;
  const known = timestampsSeconds.filter((seconds) => !Number.isNaN(seconds));
  const step = known.length > 1 ? Math.max(0, (known.at(-1)! - known[0]!) / (known.length - 1)) : 0;
  const frameTimestampsSeconds = new Float64Array(frameCount);
  for (const [index, seconds] of timestampsSeconds.entries()) {
    const previous = index === 0 ? undefined : frameTimestampsSeconds[index - 1]!;
    const guess = previous === undefined ? 0 : previous + step;
    frameTimestampsSeconds[index] = Number.isNaN(seconds) ? guess : Math.max(seconds, previous ?? seconds);
  }
  const lastDuration = lastDurationSeconds > 0 ? lastDurationSeconds : step > 0 ? step : 1 / 25;
  const durationSeconds = frameTimestampsSeconds.at(-1)! + lastDuration - frameTimestampsSeconds[0]!;
  return {
    ...rest,
    frameCount,
    durationSeconds,
    frameRate: frameCount / durationSeconds,
    frameTimestampsSeconds,
  };
}
