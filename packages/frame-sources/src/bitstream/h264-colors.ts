import { BitReader } from './bit-reader.ts';
import { readSignalType, type StreamColors } from './color-codes.ts';
import { recordUnits, withoutEmulation } from './nal-units.ts';

/** Profiles whose parameters begin with the chroma format. */
const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** The sequence parameter sets of an `avcC` record. Source: ISO/IEC 14496-15, 5.3.3.1. */
export function h264RecordUnits(record: Uint8Array): Generator<Uint8Array, void> {
  return recordUnits(record, 6, (record[5] ?? 0) & 31);
}

/**
 * What a NAL unit says of colours; `undefined` unless it is a sequence parameter set.
 *
 * Source: ITU-T H.264, 7.3.2.1.1 and E.1.1.
 */
export function readH264Colors(unit: Uint8Array): StreamColors | undefined {
  if ((unit[0]! & 31) !== 7) return undefined;
  const bits = new BitReader(withoutEmulation(unit.subarray(1)));
  const profile = bits.bits(8);
  bits.skip(16);
  bits.unsignedGolomb();
  if (profilesWithChroma.has(profile)) skipChroma(bits);
  bits.unsignedGolomb();
  skipPictureOrder(bits);
  bits.unsignedGolomb();
  bits.skip(1);
  bits.unsignedGolomb();
  bits.unsignedGolomb();
  if (!bits.flag()) bits.skip(1);
  bits.skip(1);
  if (bits.flag()) for (let side = 0; side < 4; side++) bits.unsignedGolomb();
  return bits.flag() ? readSignalType(bits) : {};
}

function skipChroma(bits: BitReader): void {
  const chroma = bits.unsignedGolomb();
  if (chroma === 3) bits.skip(1);
  bits.unsignedGolomb();
  bits.unsignedGolomb();
  bits.skip(1);
  if (!bits.flag()) return;
  for (let list = 0; list < (chroma === 3 ? 12 : 8); list++) {
    if (bits.flag()) skipScalingList(bits, list < 6 ? 16 : 64);
  }
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
