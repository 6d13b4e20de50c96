import { type RgbImage, resizeImage } from '@slowfast/images';
import type { Frame, VideoInfo } from '@slowfast/spec';
import { drawLabel, LABEL_HEIGHT } from './label-font.ts';

const THUMBNAIL_WIDTH = 240;
const GAP = 12;
const LABEL_GAP = 6;
const PAPER = 250;
const INK = 40;

/**
 * One picture of many frames in rows, each with its index and time below.
 *
 * Memory: one thumbnail per frame.
 */
export class FrameSheet {
  readonly #width: number;
  readonly #height: number;
  readonly #thumbnails: { readonly image: RgbImage; readonly label: string }[] = [];

  constructor(info: Pick<VideoInfo, 'width' | 'height'>) {
    this.#width = THUMBNAIL_WIDTH;
    this.#height = Math.max(1, Math.round((THUMBNAIL_WIDTH * info.height) / info.width));
  }

  /** Adds a frame of any size; it is drawn in the video's shape. */
  add(frame: Frame): void {
    const image = resizeImage(frame, this.#width, this.#height, 'bicubic');
    this.#thumbnails.push({ image, label: `#${frame.index}  ${frame.timestampSeconds.toFixed(2)} s` });
  }

  /** The sheet as it is now. */
  draw(): RgbImage {
    const columns = Math.max(1, Math.min(this.#thumbnails.length, sheetColumns(this.#thumbnails.length)));
    const rows = Math.max(1, Math.ceil(this.#thumbnails.length / columns));
    const cellWidth = this.#width + GAP;
    const cellHeight = this.#height + LABEL_GAP + LABEL_HEIGHT + GAP;
    const width = columns * cellWidth + GAP;
    const height = rows * cellHeight + GAP;
    const sheet = { width, height, data: new Uint8Array(width * height * 3).fill(PAPER) };
    for (const [position, { image, label }] of this.#thumbnails.entries()) {
      const left = GAP + (position % columns) * cellWidth;
      const top = GAP + Math.floor(position / columns) * cellHeight;
      paste(sheet, image, left, top);
      drawLabel(sheet, label, { left, top: top + this.#height + LABEL_GAP, gray: INK });
    }
    return sheet;
  }
}

/** Wider than tall, as screens are: 4 columns for 8 frames, 10 for 50. */
function sheetColumns(frames: number): number {
  return Math.ceil(Math.sqrt(frames * 1.6));
}

function paste(sheet: RgbImage, image: RgbImage, left: number, top: number): void {
  const bytes = image.width * 3;
  for (let row = 0; row < image.height; row += 1) {
    const target = ((top + row) * sheet.width + left) * 3;
    sheet.data.set(image.data.subarray(row * bytes, (row + 1) * bytes), target);
  }
}
