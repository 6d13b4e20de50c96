import {
  DisposedError,
  type Frame,
  type FrameOptions,
  type FrameSelection,
  type FrameSource,
  frameAtTime,
  InvalidSelectionError,
  VideoDamagedError,
  type VideoInfo,
} from '@slowfast/spec';
import { nextTask } from './next-task.ts';

/** Settings of {@link fakeFrameSource}. */
export interface FakeFrameSourceSettings {
  /** Number of frames; 60 if absent. */
  readonly frameCount?: number;
  /** Frames per second; 10 if absent. */
  readonly frameRate?: number;
  /** Width in pixels; 32 if absent. */
  readonly width?: number;
  /** Height in pixels; 24 if absent. */
  readonly height?: number;
  /** Whether the video has sound; not known if absent. */
  readonly hasAudio?: boolean;
  /** Indices of frames that can't be decoded. */
  readonly damagedFrames?: readonly number[];
  /** Indices of frames in which a decoder filled in what is damaged. */
  readonly repairedFrames?: readonly number[] | undefined;
  /** Draws a frame as interleaved RGB bytes of this size, in the place of what is drawn otherwise. */
  readonly draw?: ((index: number, width: number, height: number) => Uint8Array) | undefined;
}

/** A {@link FrameSource} that also tells what was done with it. */
export interface FakeFrameSource extends FrameSource {
  /** Frames delivered so far. */
  readonly deliveredFrames: number;
  readonly isDisposed: boolean;
}

/**
 * A video that is computed instead of decoded: every pixel is a function of frame, row and column, so that frames differ
 * and any size can be drawn exactly. It follows the whole contract of a frame source: order, repeats, substitution of
 * damaged frames, cancellation, disposal. Transforms draw at the target size; their `fit` and `resample` change nothing.
 */
export function fakeFrameSource(settings: FakeFrameSourceSettings = {}): FakeFrameSource {
  const { frameCount = 60, frameRate = 10, width = 32, height = 24, hasAudio } = settings;
  const { damagedFrames = [], repairedFrames = [], draw = drawFrame } = settings;
  const info: VideoInfo = {
    container: 'fake',
    codec: 'fake',
    width,
    height,
    rotationDegrees: 0,
    frameCount,
    durationSeconds: frameCount / frameRate,
    frameRate,
    ...(hasAudio !== undefined && { hasAudio }),
    frameTimestampsSeconds: Float64Array.from({ length: frameCount }, (_, index) => index / frameRate),
  };
  let deliveredFrames = 0;
  let isDisposed = false;

  async function* frames(selection: FrameSelection, options: FrameOptions = {}): AsyncGenerator<Frame> {
    const indices = selectedIndices(selection, info);
    let substituted = 0;
    for (const index of indices) {
      await nextTask();
      options.signal?.throwIfAborted();
      if (isDisposed) throw new DisposedError({ what: 'The frame source' });
      const decodedIndex = nearestIntact(index, frameCount, damagedFrames);
      if (decodedIndex !== index) substituted += 1;
      deliveredFrames += 1;
      const { width, height } = options.transform ?? info;
      yield {
        index,
        timestampSeconds: index / frameRate,
        ...{ width, height, data: draw(decodedIndex, width, height) },
        status:
          decodedIndex !== index ? 'substituted' : repairedFrames.includes(index) ? 'repaired' : 'exact',
        decodedIndex,
      };
    }
    if (substituted * 2 > indices.length) {
      throw new VideoDamagedError({ place: 'the fake video', substituted, selected: indices.length });
    }
  }

  const dispose = async () => {
    isDisposed = true;
  };
  return {
    info,
    get deliveredFrames() {
      return deliveredFrames;
    },
    get isDisposed() {
      return isDisposed;
    },
    frames,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function selectedIndices(selection: FrameSelection, info: VideoInfo): readonly number[] {
  const isByTime = 'timestampsSeconds' in selection;
  const indices = isByTime
    ? selection.timestampsSeconds.map((seconds) =>
        seconds >= info.durationSeconds ? -1 : frameAtTime(info.frameTimestampsSeconds, seconds),
      )
    : selection.indices;
  const isInside = (index: number) => Number.isInteger(index) && index >= 0 && index < info.frameCount;
  const rises = (index: number, i: number) => i === 0 || index >= indices[i - 1]!;
  if (indices.length > 0 && indices.every(isInside) && indices.every(rises)) return indices;
  throw new InvalidSelectionError({
    found: JSON.stringify(selection),
    expected: `one or more frames from 0 to ${info.frameCount - 1}, not decreasing`,
  });
}

function nearestIntact(index: number, frameCount: number, damaged: readonly number[]): number {
  for (let distance = 0; distance < frameCount; distance += 1) {
    for (const candidate of [index - distance, index + distance]) {
      if (candidate >= 0 && candidate < frameCount && !damaged.includes(candidate)) return candidate;
    }
  }
  throw new VideoDamagedError({ place: 'the fake video', substituted: frameCount, selected: frameCount });
}

/** Red tells the frame, green the column, blue the row. */
function drawFrame(index: number, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      data.set([(index * 7) % 256, (column * 255) / width, (row * 255) / height], (row * width + column) * 3);
    }
  }
  return data;
}
