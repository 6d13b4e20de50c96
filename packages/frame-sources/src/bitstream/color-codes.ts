import type { YuvMatrix } from '@slowfast/images';
import type { ColorTags } from '../frame-decoder.ts';
import type { BitReader } from './bit-reader.ts';

/** Colours as a stream itself tells them. */
export interface StreamColors extends ColorTags {
  /** Set where the planes are green, blue and red: there is no matrix to undo. */
  readonly isRgb?: true;
}

const matrices: Readonly<Record<number, YuvMatrix>> = {
  1: 'bt709',
  4: 'fcc',
  5: 'bt601',
  6: 'bt601',
  7: 'smpte240m',
  9: 'bt2020',
  10: 'bt2020',
};

/**
 * Colours by their code points, as H.264, HEVC and AV1 write them.
 *
 * @param matrixCode 2 for unspecified. Source: ITU-T H.273, table 4 (`MatrixCoefficients`).
 */
export function colorsOfCodes(matrixCode: number, fullRange: boolean): StreamColors {
  if (matrixCode === 0) return { isRgb: true, fullRange };
  const matrix = matrices[matrixCode];
  return matrix === undefined ? { fullRange } : { matrix, fullRange };
}

/** `video_signal_type` in the usability information of H.264 (E.1.1) and HEVC (E.2.1); empty where it says nothing. */
export function readSignalType(bits: BitReader): StreamColors {
  if (bits.flag() && bits.bits(8) === 255) bits.skip(32);
  if (bits.flag()) bits.skip(1);
  if (!bits.flag()) return {};
  bits.skip(3);
  const fullRange = bits.flag();
  if (!bits.flag()) return { fullRange };
  bits.skip(16);
  return colorsOfCodes(bits.bits(8), fullRange);
}
