import { int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';
import type { PictureFact } from '../oracle-facts.ts';
import { testPicture } from '../test-picture.ts';

/** Mean and standard deviation, the same for the three channels. */
export interface Normalising {
  readonly mean: number;
  readonly std: number;
}

/** Feeds of a vision encoder for a picture of the model's own size, in whatever layout its inputs declare. */
export function visionFeeds(
  session: OnnxSession,
  picture: PictureFact,
  normalising: Normalising,
): Record<string, OnnxTensor> {
  const { width, height } = picture;
  const pixels = session.inputs.find((input) => input.name === 'pixel_values')!;
  const feeds: Record<string, OnnxTensor> = {};
  if (pixels.shape.length === 3) {
    const patch = Math.sqrt(Number(pixels.shape[2]) / 3);
    const [rows, columns] = [height / patch, width / patch];
    const data = normalised(picture, normalising, (x, y, channel) => {
      const place = Math.floor(y / patch) * columns + Math.floor(x / patch);
      return (place * patch * patch + (y % patch) * patch + (x % patch)) * 3 + channel;
    });
    feeds.pixel_values = { type: 'float32', data, shape: [1, rows * columns, patch * patch * 3] };
    feeds.spatial_shapes = int64Tensor([rows, columns], [1, 2]);
    feeds.pixel_attention_mask = int64Tensor(Array<number>(rows * columns).fill(1), [1, rows * columns]);
    return feeds;
  }
  const data = normalised(picture, normalising, (x, y, channel) => (channel * height + y) * width + x);
  const leading = pixels.shape.length === 5 ? [1, 1] : [1];
  feeds.pixel_values = { type: 'float32', data, shape: [...leading, 3, height, width] };
  if (session.inputs.some((input) => input.name === 'pixel_attention_mask')) {
    const mask = new Uint8Array(width * height).fill(1);
    feeds.pixel_attention_mask = { type: 'bool', data: mask, shape: [...leading, height, width] };
  }
  return feeds;
}

function normalised(
  { width, height, seed }: PictureFact,
  { mean, std }: Normalising,
  place: (x: number, y: number, channel: number) => number,
): Float32Array {
  const { data } = testPicture(width, height, seed);
  const values = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    values[place(pixel % width, Math.floor(pixel / width), at % 3)] = (data[at]! / 255 - mean) / std;
  }
  return values;
}
