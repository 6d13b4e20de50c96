import type { YuvMatrix } from '@slowfast/images';
import type { StreamColors } from '../../bitstream/color-codes.ts';
import type { ColorTags } from '../../frame-decoder.ts';

/** The colours of a picture: tags inside the stream win, then the container's; BT.601 of limited range where neither has any. */
export function pictureColors(
  stream: ColorTags,
  container: ColorTags,
): { readonly matrix: YuvMatrix; readonly fullRange: boolean } {
  return {
    matrix: stream.matrix ?? container.matrix ?? 'bt601',
    fullRange: stream.fullRange ?? container.fullRange ?? false,
  };
}

/** Names of matrices in browsers, and the nearest one where they have none. */
const browserMatrices: Readonly<Record<YuvMatrix, VideoMatrixCoefficients>> = {
  bt601: 'smpte170m',
  bt709: 'bt709',
  // TypeScript's list lacks it.
  bt2020: 'bt2020-ncl' as VideoMatrixCoefficients,
  fcc: 'smpte170m',
  smpte240m: 'smpte170m',
};

/**
 * What a browser is told of colours, lest it guesses BT.709. It matters for pictures that only the browser can turn into RGB;
 * primaries and transfer are those of its RGB, so that it undoes the matrix and nothing else.
 */
export function browserColors(stream: StreamColors, container: ColorTags): VideoColorSpaceInit {
  const { matrix, fullRange } = pictureColors(stream, container);
  const coefficients = stream.isRgb ? 'rgb' : browserMatrices[matrix];
  return { matrix: coefficients, fullRange, primaries: 'bt709', transfer: 'iec61966-2-1' };
}
