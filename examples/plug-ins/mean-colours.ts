import { DisposedError, type Frame, hostTensor, InvalidImageError, type VisionEncoder } from '@slowfast/spec';

const side = 8;

/** An encoder: a frame becomes a grid of cells, and each cell's token is its mean red, green and blue. */
export function meanColours(rows: number, columns: number): VisionEncoder {
  const [width, height] = [columns * side, rows * side];
  let isDisposed = false;
  const dispose = async () => {
    isDisposed = true;
  };
  return {
    id: `mean-colours-${rows}x${columns}`,
    embeddingSize: 3,
    framesPerChunk: 4,
    frameTransform: () => ({
      ...{ width, height, rows, columns },
      ...{ fit: 'resize', resample: 'bicubic', padColor: [0, 0, 0] },
    }),
    async encode(frames, { signal } = {}) {
      signal?.throwIfAborted();
      if (isDisposed) throw new DisposedError({ what: 'The encoder' });
      for (const frame of frames) {
        if (frame.width === width && frame.height === height) continue;
        const found = `${frame.width}x${frame.height}`;
        throw new InvalidImageError({ found, expected: `${width}x${height}` });
      }
      const values = frames.flatMap((frame) => cells(frame, rows, columns));
      return hostTensor(Float32Array.from(values), [frames.length, rows, columns, 3]);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

function cells({ data, width, height }: Frame, rows: number, columns: number): readonly number[] {
  const sums = new Float64Array(rows * columns * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const cell = Math.floor(y / side) * columns + Math.floor(x / side);
      for (let channel = 0; channel < 3; channel += 1) {
        const at = cell * 3 + channel;
        sums[at] = sums[at]! + data[(y * width + x) * 3 + channel]!;
      }
    }
  }
  return [...sums].map((sum) => sum / (side * side * 255));
}
