import type { ChromaLayout, RgbImage, YuvImage } from '@slowfast/images';
import type { StreamColors } from '../../bitstream/color-codes.ts';
import type { ColorTags } from '../../frame-decoder.ts';
import { pictureColors } from './picture-colors.ts';
import { packedToRgb, planesToRgb } from './rgb-pictures.ts';

/** Copies pictures out of the browser's memory, into one buffer that is used again. */
export interface PictureCopier {
  /**
   * The visible part of a frame, as planes where the browser has them. Valid until the next call; the frame stays the
   * caller's to close.
   *
   * @param tags what the stream says of the picture's colours. What the frame says is a guess where nothing is tagged.
   */
  copy(frame: VideoFrame, tags: StreamColors): Promise<YuvImage | RgbImage>;
}

/** A copier for the frames of one video. */
export function createPictureCopier(container: ColorTags): PictureCopier {
  let buffer = new Uint8Array(0);

  async function read(
    frame: VideoFrame,
    options: VideoFrameCopyToOptions,
  ): Promise<readonly { readonly data: Uint8Array; readonly stride: number }[]> {
    const size = frame.allocationSize(options);
    if (buffer.length < size) buffer = new Uint8Array(size);
    const layouts = await frame.copyTo(buffer, options);
    return layouts.map(({ offset, stride }) => ({ data: buffer.subarray(offset, size), stride }));
  }

  return {
    async copy(frame, tags) {
      const { format, visibleRect } = frame;
      const width = visibleRect?.width ?? frame.displayWidth;
      const height = visibleRect?.height ?? frame.displayHeight;
      const planar = planarFormat(format);
      if (!planar) {
        // Frames that only the graphics processor can read, and packed ones.
        const options = format === null ? ({ format: 'RGBA', colorSpace: 'srgb' } as const) : {};
        const [plane] = await read(frame, options);
        return packedToRgb(plane!, width, height, format?.startsWith('BGR') ?? false);
      }
      const planes = (await read(frame, {})).slice(0, planar.planes);
      if (tags.isRgb) return planesToRgb(planes, width, height, planar.bitDepth);
      return {
        width,
        height,
        layout: planar.layout,
        bitDepth: planar.bitDepth,
        planes,
        ...pictureColors(tags, container),
      };
    },
  };
}

/** How the planes of a `VideoPixelFormat` lie; `undefined` where it has none. Transparency is left out. */
function planarFormat(
  format: string | null,
): { readonly layout: ChromaLayout; readonly bitDepth: number; readonly planes: number } | undefined {
  const match = /^(I|NV)(420|422|444|12)A?(?:P(10|12))?$/.exec(format ?? '');
  if (!match) return undefined;
  const isInterleaved = match[1] === 'NV';
  return {
    layout: isInterleaved ? '420' : (match[2] as ChromaLayout),
    bitDepth: Number(match[3] ?? 8),
    planes: isInterleaved ? 2 : 3,
  };
}
