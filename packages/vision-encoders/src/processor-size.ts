import type { ProcessorReader } from './processor-reader.ts';

/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Beyond this a size is a mistake: no vision tower takes so many pixels. */
const LARGEST_EDGE = 16_384;

/** The processor's `size`: `{height, width}`, `{shortest_edge}` or a number; else the crop size. */
export function processorSize(read: ProcessorReader): PictureSize & { readonly shortestEdge: number } {
  const size = read.has('size') ? rectangle(read, 'size') : cropSize(read);
  if (!size) return read.fail('size', 'a number, {height, width} or {shortest_edge}');
  return { ...size, shortestEdge: Math.max(size.width, size.height) };
}

/** The rectangle that the processor cuts from the centre: `{height, width}` or a number; undefined when absent. */
export function cropSize(read: ProcessorReader): PictureSize | undefined {
  return read.has('crop_size') ? rectangle(read, 'crop_size') : undefined;
}

function rectangle(read: ProcessorReader, field: string): PictureSize {
  const found = read.value(field);
  if (isEdge(found)) return { width: found, height: found };
  if (typeof found === 'object' && found !== null) {
    const { width, height, shortest_edge: shortest } = found as Readonly<Record<string, unknown>>;
    if (isEdge(width) && isEdge(height)) return { width, height };
    if (isEdge(shortest) && width === undefined && height === undefined) {
      return { width: shortest, height: shortest };
    }
  }
  return read.fail(
    field,
    `a number, {height, width} or {shortest_edge}, in whole pixels from 1 to ${LARGEST_EDGE}`,
  );
}

function isEdge(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LARGEST_EDGE;
}
