import { BitReader } from './bit-reader.ts';
import { colorsOfCodes, type StreamColors } from './color-codes.ts';

/**
 * What the sequence header among these units (OBUs) of AV1 says of colours; `undefined` without one.
 *
 * Source: AV1 bitstream specification, 5.3 to 5.5.
 */
export function readAv1Colors(units: Uint8Array): StreamColors | undefined {
  for (let at = 0; at < units.length; ) {
    const header = units[at]!;
    at += (header & 4) !== 0 ? 2 : 1;
    let size = units.length - at;
    if ((header & 2) !== 0) {
      size = 0;
      for (let k = 0; k < 8; k++) {
        const byte = units[at++] ?? 0;
        size += (byte & 127) * 2 ** (7 * k);
        if (byte < 128) break;
      }
    }
    if (((header >> 3) & 15) === 1) return readSequence(new BitReader(units.subarray(at, at + size)));
    at += size;
  }
  return undefined;
}

function readSequence(bits: BitReader): StreamColors {
  const profile = bits.bits(3);
  bits.skip(1);
  const isReduced = bits.flag();
  if (isReduced) bits.skip(5);
  else skipOperatingPoints(bits);
  // Width and height.
  bits.skip(bits.bits(4) + bits.bits(4) + 2);
  if (!isReduced && bits.flag()) bits.skip(7);
  bits.skip(3);
  if (!isReduced) skipTools(bits);
  bits.skip(3);
  const isDeep = bits.flag();
  if (profile === 2 && isDeep) bits.skip(1);
  const isGray = profile !== 1 && bits.flag();
  const [primaries, transfer, matrix] = bits.flag() ? [bits.bits(8), bits.bits(8), bits.bits(8)] : [2, 2, 2];
  // sRGB uses all values, and has no bit that says so.
  const isSrgb = !isGray && primaries === 1 && transfer === 13 && matrix === 0;
  return colorsOfCodes(matrix, isSrgb || bits.flag());
}

function skipOperatingPoints(bits: BitReader): void {
  let delayBits = 0;
  if (bits.flag()) {
    bits.skip(64);
    if (bits.flag()) bits.unsignedGolomb();
    if (bits.flag()) {
      delayBits = bits.bits(5) + 1;
      bits.skip(42);
    }
  }
  const hasDisplayDelay = bits.flag();
  for (let left = bits.bits(5) + 1; left > 0; left--) {
    bits.skip(12);
    if (bits.bits(5) > 7) bits.skip(1);
    if (delayBits > 0 && bits.flag()) bits.skip(2 * delayBits + 1);
    if (hasDisplayDelay && bits.flag()) bits.skip(4);
  }
}

/** From `enable_interintra_compound` to `order_hint_bits_minus_1`. */
function skipTools(bits: BitReader): void {
  bits.skip(4);
  const hasOrderHint = bits.flag();
  if (hasOrderHint) bits.skip(2);
  const screenContent = bits.flag() ? 2 : bits.bits(1);
  if (screenContent > 0 && !bits.flag()) bits.skip(1);
  if (hasOrderHint) bits.skip(3);
}
