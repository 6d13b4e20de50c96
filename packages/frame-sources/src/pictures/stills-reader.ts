import type { RgbImage } from '@slowfast/images';
import type { VideoInfo } from '@slowfast/spec';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';

/** What {@link createStillsReader} reads. */
export interface StillsParts {
  readonly place: string;
  /** Facts of the video that its pictures don't tell; its size is that of the first picture. */
  readonly info: Pick<VideoInfo, 'container' | 'codec' | 'width' | 'height'> & {
    readonly leftOut?: readonly string[];
  };
  readonly count: number;
  /** Decodes one of them, upright; `undefined` when it is damaged. */
  readonly decode: (index: number, signal: AbortSignal) => Promise<RgbImage | undefined>;
}

/** Still pictures as a video of one a second. They are decoded one at a time, when they are asked for. */
export function createStillsReader({ place, info, count, decode }: StillsParts): PictureReader {
  return {
    place,
    info: {
      ...info,
      rotationDegrees: 0,
      frameCount: count,
      durationSeconds: count,
      frameRate: 1,
      hasAudio: false,
      frameTimestampsSeconds: Float64Array.from({ length: count }, (_, index) => index),
    },
    async *read(indices, signal): AsyncGenerator<ReadPicture, void> {
      for (const index of indices) {
        signal.throwIfAborted();
        const image = await decode(index, signal);
        signal.throwIfAborted();
        if (image) yield { index, image };
      }
    },
    *neighbours(index) {
      yield [index];
      for (let distance = 1; distance < count; distance++) {
        if (index >= distance) yield [index - distance];
        if (index + distance < count) yield [index + distance];
      }
    },
    close: async () => undefined,
  };
}
