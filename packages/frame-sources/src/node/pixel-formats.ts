import type { ChromaLayout } from '@slowfast/images';

/** How the samples of one of FFmpeg's pixel formats lie in memory. */
export interface PixelFormat {
  /** FFmpeg's name. */
  readonly name: string;
  readonly layout: ChromaLayout;
  readonly bitDepth: number;
  /** Whether samples use all values whatever a stream says: by the format's definition, or as FFmpeg takes grey. */
  readonly isFullRange: boolean;
}

/** The planar YUV formats that are converted here; all others go through FFmpeg's scaler to `rgb24`. */
export const pixelFormats: readonly PixelFormat[] = [
  format('yuv420p', '420', 8),
  format('yuv422p', '422', 8),
  format('yuv444p', '444', 8),
  format('yuv440p', '440', 8),
  format('yuv411p', '411', 8),
  format('yuv410p', '410', 8),
  ...[9, 10, 12, 14, 16].flatMap((bits) => [
    format(`yuv420p${bits}le`, '420', bits),
    format(`yuv422p${bits}le`, '422', bits),
    format(`yuv444p${bits}le`, '444', bits),
  ]),
  // What says how opaque a picture is comes behind its colours, and is not looked at.
  format('yuva420p', '420', 8),
  format('yuva422p', '422', 8),
  format('yuva444p', '444', 8),
  ...[9, 10, 12, 16].flatMap((bits) => [
    ...(bits === 12 ? [] : [format(`yuva420p${bits}le`, '420', bits)]),
    format(`yuva422p${bits}le`, '422', bits),
    format(`yuva444p${bits}le`, '444', bits),
  ]),
  { ...format('gray', '400', 8), isFullRange: true },
  { ...format('yuvj420p', '420', 8), isFullRange: true },
  { ...format('yuvj422p', '422', 8), isFullRange: true },
  { ...format('yuvj444p', '444', 8), isFullRange: true },
];

function format(name: string, layout: ChromaLayout, bitDepth: number): PixelFormat {
  return { name, layout, bitDepth, isFullRange: false };
}

/** Bytes of a row and number of rows of each plane, without padding. */
export function planeSizes(
  { layout, bitDepth }: PixelFormat,
  width: number,
  height: number,
): { readonly rowBytes: number; readonly rows: number }[] {
  const sampleBytes = bitDepth > 8 ? 2 : 1;
  const luma = { rowBytes: width * sampleBytes, rows: height };
  if (layout === '400') return [luma];
  const across = layout === '444' || layout === '440' ? 1 : layout === '411' || layout === '410' ? 4 : 2;
  const down = layout === '420' || layout === '440' ? 2 : layout === '410' ? 4 : 1;
  const chroma = { rowBytes: Math.ceil(width / across) * sampleBytes, rows: Math.ceil(height / down) };
  return [luma, chroma, chroma];
}
