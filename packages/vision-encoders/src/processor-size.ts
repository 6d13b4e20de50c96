import { jsonAt } from '@slowfast/model-files';
import type { ProcessorReader } from './processor-reader.ts';

/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What a processor's configuration says of sizes. */
export interface ProcessorSizes {
  /** Of the picture before cutting; a lone edge means a square. */
  readonly size: PictureSize;
  /** Whether `size` is that of the shortest edge, the aspect being kept. */
  readonly keepsAspect: boolean;
  /** Whether the processor cuts `target` from the centre. */
  readonly crops: boolean;
  /** The rectangle that the model takes. */
  readonly target: PictureSize;
}

/** Beyond this a size is a mistake: no vision tower takes so many pixels. */
const LARGEST_EDGE = 16_384;

/**
 * The sizes in `size`, `crop_size` and their like: `{height, width}`, `{shortest_edge}` or a number. Processors that cut
 * large pictures into tiles tell the size of a tile in `max_image_size` or `tile_size`, which come first.
 */
export function processorSizes(read: ProcessorReader): ProcessorSizes {
  const crops = read.flag('do_center_crop', read.has('crop_size'));
  const field = ['max_image_size', 'size', 'tile_size', 'crop_size'].find((name) => read.has(name));
  if (!field) return read.fail('size', 'a number, {height, width} or {shortest_edge}');
  const found = read.value(field);
  const size = rectangle(read, field);
  const cropSize = read.has('crop_size') ? rectangle(read, 'crop_size') : undefined;
  return {
    size,
    keepsAspect: isEdge(found) ? crops : jsonAt(found, 'shortest_edge') !== undefined,
    crops: crops && cropSize !== undefined,
    target: (crops && cropSize) || size,
  };
}

/** Whether a value is a length in pixels that a picture can have. */
export function isEdge(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LARGEST_EDGE;
}

/** The rectangle in a field; a tile may be given by its longest edge. */
function rectangle(read: ProcessorReader, field: string): PictureSize {
  const found = read.value(field);
  if (isEdge(found)) return { width: found, height: found };
  if (typeof found === 'object' && found !== null) {
    const { width, height, shortest_edge, longest_edge } = found as Readonly<Record<string, unknown>>;
    if (isEdge(width) && isEdge(height)) return { width, height };
    const edge = shortest_edge ?? (field === 'max_image_size' ? longest_edge : undefined);
    if (isEdge(edge) && (width ?? height) === undefined) return { width: edge, height: edge };
  }
  return read.fail(
    field,
    `a number, {height, width} or {shortest_edge}, in whole pixels from 1 to ${LARGEST_EDGE}`,
  );
}
