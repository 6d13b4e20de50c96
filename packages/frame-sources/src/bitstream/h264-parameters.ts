import { BitReader } from './bit-reader.ts';
import { readSignalType, type StreamColors } from './color-codes.ts';
import { recordUnits, withoutEmulation } from './nal-units.ts';

/** Profiles whose parameters begin with the chroma format. */
const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** What a sequence parameter set of H.264 says, as far as it is needed here. */
export interface H264Parameters {
  /** Its number (`seq_parameter_set_id`). */
  readonly id: number;
  /** Size of the decoded pictures in pixels: what is cut off is cut off. */
  readonly width: number;
  readonly height: number;
  /** Whether no picture is coded in fields (`frame_mbs_only_flag`). */
  readonly hasFramesOnly: boolean;
  /** Bits of `frame_num` in the heads of slices. */
  readonly frameNumberBits: number;
  readonly hasSeparatePlanes: boolean;
  readonly colors: StreamColors;
}

/** The parameter sets of an `avcC` record: those of the sequence, then those of pictures. Source: ISO/IEC 14496-15, 5.3.3.1. */
export function* h264RecordUnits(record: Uint8Array): Generator<Uint8Array, void> {
  let at = 6;
  for (const unit of recordUnits(record, at, (record[5] ?? 0) & 31)) {
    yield unit;
    at += 2 + unit.length;
  }
  yield* recordUnits(record, at + 1, record[at] ?? 0);
}

/**
 * Reads a NAL unit; `undefined` unless it is a sequence parameter set.
 *
 * Source: ITU-T H.264, 7.3.2.1.1 and E.1.1.
 */
export function readH264Parameters(unit: Uint8Array): H264Parameters | undefined {
  if ((unit[0]! & 31) !== 7) return undefined;
  const bits = new BitReader(withoutEmulation(unit.subarray(1)));
  const profile = bits.bits(8);
  bits.skip(16);
  const id = bits.unsignedGolomb();
  const chroma = profilesWithChroma.has(profile) ? readChroma(bits) : { format: 1, hasSeparatePlanes: false };
  const frameNumberBits = Math.min(16, bits.unsignedGolomb() + 4);
  skipPictureOrder(bits);
  bits.unsignedGolomb();
  bits.skip(1);
  const columns = bits.unsignedGolomb() + 1;
  const mapRows = bits.unsignedGolomb() + 1;
  const hasFramesOnly = bits.flag();
  // In pictures that may be fields, a unit of the map has two rows of macroblocks, and lines are cut off in pairs.
  const fields = hasFramesOnly ? 1 : 2;
  if (!hasFramesOnly) bits.skip(1);
  bits.skip(1);
  const [left, right, top, bottom] = bits.flag()
    ? [bits.unsignedGolomb(), bits.unsignedGolomb(), bits.unsignedGolomb(), bits.unsignedGolomb()]
    : [0, 0, 0, 0];
  const cropX = chroma.format === 1 || chroma.format === 2 ? 2 : 1;
  const cropY = (chroma.format === 1 ? 2 : 1) * fields;
  return {
    id,
    width: columns * 16 - (left + right) * cropX,
    height: mapRows * 16 * fields - (top + bottom) * cropY,
    hasFramesOnly,
    frameNumberBits,
    hasSeparatePlanes: chroma.hasSeparatePlanes,
    colors: bits.flag() ? readSignalType(bits) : {},
  };
}

/** From `chroma_format_idc` to the scaling lists. */
function readChroma(bits: BitReader): { readonly format: number; readonly hasSeparatePlanes: boolean } {
  const format = bits.unsignedGolomb();
  const hasSeparatePlanes = format === 3 && bits.flag();
  bits.unsignedGolomb();
  bits.unsignedGolomb();
  bits.skip(1);
  const lists = bits.flag() ? (format === 3 ? 12 : 8) : 0;
  for (let list = 0; list < lists; list++) {
    if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  }
  return { format, hasSeparatePlanes };
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let k = 0; k < size; k++) {
    if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256;
    if (next !== 0) last = next;
  }
}

function skipPictureOrder(bits: BitReader): void {
  const type = bits.unsignedGolomb();
  if (type === 0) bits.unsignedGolomb();
  if (type !== 1) return;
  bits.skip(1);
  bits.signedGolomb();
  bits.signedGolomb();
  for (let left = Math.min(255, bits.unsignedGolomb()); left > 0; left--) bits.signedGolomb();
}
