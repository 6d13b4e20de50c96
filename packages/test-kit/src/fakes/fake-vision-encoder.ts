import {
  DisposedError,
  type Frame,
  hostTensor,
  InvalidImageError,
  type KnownPictures,
  type Tensor,
  type VisionEncoder,
} from '@slowfast/spec';
import { nextTask } from './next-task.ts';

/** Settings of {@link fakeVisionEncoder}. */
export interface FakeVisionEncoderSettings {
  /** Rows of the token grid; 4 if absent. */
  readonly rows?: number;
  /** Columns of the token grid; 4 if absent. */
  readonly columns?: number;
  /** Width of a token; 8 if absent. */
  readonly embeddingSize?: number;
  /** 2 if absent. */
  readonly framesPerChunk?: number;
  /** None if absent. */
  readonly knownPictures?: KnownPictures | undefined;
}

/** A {@link VisionEncoder} that also tells what was done with it. */
export interface FakeVisionEncoder extends VisionEncoder {
  /** Frames encoded so far. */
  readonly encodedFrames: number;
  /** Results that have not been disposed. */
  readonly liveTensors: number;
  readonly isDisposed: boolean;
}

/** Side in pixels of the square that becomes one token. */
const patchSize = 2;

/**
 * A vision encoder without weights: a token is the mean colour of its patch, its three values repeated with growing
 * factors. So tokens depend on exactly the pixels that they should.
 */
export function fakeVisionEncoder(settings: FakeVisionEncoderSettings = {}): FakeVisionEncoder {
  const { rows = 4, columns = 4, embeddingSize = 8, framesPerChunk = 2, knownPictures } = settings;
  const width = columns * patchSize;
  const height = rows * patchSize;
  let encodedFrames = 0;
  let liveTensors = 0;
  let isDisposed = false;

  const counted = (values: Float32Array, shape: readonly number[]): Tensor => {
    const tensor = hostTensor(values, shape);
    let isAlive = true;
    liveTensors += 1;
    return {
      shape: tensor.shape,
      read: () => tensor.read(),
      [Symbol.dispose]() {
        tensor[Symbol.dispose]();
        if (isAlive) liveTensors -= 1;
        isAlive = false;
      },
    };
  };
  const dispose = async () => {
    isDisposed = true;
  };

  return {
    id: `fake-vision-encoder-${rows}x${columns}x${embeddingSize}`,
    embeddingSize,
    framesPerChunk,
    knownPictures,
    get encodedFrames() {
      return encodedFrames;
    },
    get liveTensors() {
      return liveTensors;
    },
    get isDisposed() {
      return isDisposed;
    },
    frameTransform: () => ({
      ...{ width, height, rows, columns },
      fit: 'resize',
      resample: 'bicubic',
      padColor: [0, 0, 0],
    }),
    async encode(frames, options = {}) {
      options.signal?.throwIfAborted();
      if (isDisposed) throw new DisposedError({ what: 'The vision encoder' });
      const values = new Float32Array(frames.length * rows * columns * embeddingSize);
      for (const [i, frame] of frames.entries()) {
        await nextTask();
        options.signal?.throwIfAborted();
        checkSize(frame, width, height);
        encodedFrames += 1;
        for (let token = 0; token < rows * columns; token += 1) {
          const color = patchColor(frame, Math.floor(token / columns), token % columns);
          const start = (i * rows * columns + token) * embeddingSize;
          for (let k = 0; k < embeddingSize; k += 1) {
            values[start + k] = color[k % 3]! * (1 + Math.floor(k / 3));
          }
        }
      }
      return counted(values, [frames.length, rows, columns, embeddingSize]);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function checkSize(frame: Frame, width: number, height: number): void {
  if (frame.width === width && frame.height === height && frame.data.length === width * height * 3) return;
  throw new InvalidImageError({ found: `${frame.width}x${frame.height}`, expected: `${width}x${height}` });
}

/** Mean red, green and blue of a patch, 0 to 1. */
function patchColor({ data, width }: Frame, row: number, column: number): readonly number[] {
  const sums = [0, 0, 0];
  for (let y = row * patchSize; y < (row + 1) * patchSize; y += 1) {
    for (let x = column * patchSize; x < (column + 1) * patchSize; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        sums[channel] = sums[channel]! + data[(y * width + x) * 3 + channel]!;
      }
    }
  }
  return sums.map((sum) => sum / (patchSize * patchSize * 255));
}
