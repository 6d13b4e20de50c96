import { BitReader } from './bit-reader.ts';
import { readSignalType, type StreamColors } from './color-codes.ts';
import { recordUnits, withoutEmulation } from './nal-units.ts';

/** The parameter sets of an `hvcC` record. Source: ISO/IEC 14496-15, 8.3.3.1. */
export function* hevcRecordUnits(record: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 23, arrays = record[22] ?? 0; arrays > 0 && at + 3 <= record.length; arrays--) {
    const count = record[at + 1]! * 256 + record[at + 2]!;
    at += 3;
    for (const unit of recordUnits(record, at, count)) {
      yield unit;
      at += 2 + unit.length;
    }
  }
}

/**
 * What a NAL unit of HEVC says of colours; `undefined` unless it is a sequence parameter set.
 *
 * Source: ITU-T H.265, 7.3.2.2.1 and E.2.1.
 */
export function readHevcColors(unit: Uint8Array): StreamColors | undefined {
  if (((unit[0]! >> 1) & 63) !== 33) return undefined;
  const bits = new BitReader(withoutEmulation(unit.subarray(2)));
  bits.skip(4);
  const subLayers = bits.bits(3);
  bits.skip(1);
  skipProfile(bits, subLayers);
  bits.unsignedGolomb();
  if (bits.unsignedGolomb() === 3) bits.skip(1);
  // Width and height, what is cut off at the four sides, and two bit depths.
  for (let k = 0; k < 2; k++) bits.unsignedGolomb();
  if (bits.flag()) for (let k = 0; k < 4; k++) bits.unsignedGolomb();
  for (let k = 0; k < 2; k++) bits.unsignedGolomb();
  const orderBits = bits.unsignedGolomb() + 4;
  for (let layer = bits.flag() ? 0 : subLayers; layer <= subLayers; layer++) {
    for (let k = 0; k < 3; k++) bits.unsignedGolomb();
  }
  for (let k = 0; k < 6; k++) bits.unsignedGolomb();
  if (bits.flag() && bits.flag()) skipScalingLists(bits);
  bits.skip(2);
  if (bits.flag()) {
    bits.skip(8);
    bits.unsignedGolomb();
    bits.unsignedGolomb();
    bits.skip(1);
  }
  skipReferenceSets(bits);
  if (bits.flag()) {
    for (let left = Math.min(32, bits.unsignedGolomb()); left > 0; left--) bits.skip(orderBits + 1);
  }
  bits.skip(2);
  return bits.flag() ? readSignalType(bits) : {};
}

/** 7.3.3: `profile_tier_level`. */
function skipProfile(bits: BitReader, subLayers: number): void {
  bits.skip(96);
  const present: [profile: boolean, level: boolean][] = [];
  for (let layer = 0; layer < subLayers; layer++) present.push([bits.flag(), bits.flag()]);
  if (subLayers > 0) bits.skip(2 * (8 - subLayers));
  for (const [profile, level] of present) bits.skip((profile ? 88 : 0) + (level ? 8 : 0));
}

/** 7.3.4: `scaling_list_data`. */
function skipScalingLists(bits: BitReader): void {
  for (let size = 0; size < 4; size++) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!bits.flag()) {
        bits.unsignedGolomb();
        continue;
      }
      if (size > 1) bits.signedGolomb();
      for (let left = Math.min(64, 1 << (4 + 2 * size)); left > 0; left--) bits.signedGolomb();
    }
  }
}

/** 7.3.7: all `st_ref_pic_set` of a sequence parameter set. */
function skipReferenceSets(bits: BitReader): void {
  const sets = Math.min(64, bits.unsignedGolomb());
  let pictures = 0;
  for (let set = 0; set < sets && !bits.isAtEnd; set++) {
    if (set > 0 && bits.flag()) {
      bits.skip(1);
      bits.unsignedGolomb();
      let kept = 0;
      // A picture that is not used itself may still be handed on.
      for (let k = 0; k <= pictures; k++) if (bits.flag() || bits.flag()) kept++;
      pictures = kept;
      continue;
    }
    const before = bits.unsignedGolomb();
    const after = bits.unsignedGolomb();
    pictures = Math.min(16, before + after);
    for (let k = 0; k < pictures; k++) {
      bits.unsignedGolomb();
      bits.skip(1);
    }
  }
}
