import { BitReader } from './bit-reader.ts';
import { colorsOfCodes, type StreamColors } from './color-codes.ts';

/** H.273's codes of the matrices of VP9's `color_space`; 2 where it says nothing. */
const vp9Matrices = [2, 5, 1, 6, 7, 9, 2, 0] as const;

/**
 * What a VP9 packet says of colours; `undefined` unless it begins with a key frame.
 *
 * Source: VP9 bitstream specification 0.6, 6.2 and 7.2.2.
 */
export function readVp9Colors(packet: Uint8Array): StreamColors | undefined {
  const bits = new BitReader(packet.subarray(0, 16));
  if (bits.bits(2) !== 2) return undefined;
  const profile = bits.bits(1) + 2 * bits.bits(1);
  if (profile === 3) bits.skip(1);
  const showsExisting = bits.flag();
  const isInter = bits.flag();
  if (showsExisting || isInter) return undefined;
  bits.skip(2);
  if (bits.bits(24) !== 0x498342) return undefined;
  if (profile >= 2) bits.skip(1);
  const space = bits.bits(3);
  // RGB uses all values, and has no bit that says so.
  return colorsOfCodes(vp9Matrices[space]!, space === 7 || bits.flag());
}

/**
 * What a VP8 packet says of colours; `undefined` unless it is a key frame. VP8 is always BT.601; as FFmpeg does, samples
 * that need no clamping are taken for full range.
 *
 * Source: RFC 6386, 9.1, 9.2 and 7.3.
 */
export function readVp8Colors(packet: Uint8Array): StreamColors | undefined {
  if (packet.length < 11 || (packet[0]! & 1) !== 0) return undefined;
  if (packet[3] !== 0x9d || packet[4] !== 0x01 || packet[5] !== 0x2a) return undefined;
  // Two bits of even odds, the first of them the colour space: the first byte of the coder's value decides both.
  const value = packet[10]!;
  return { matrix: 'bt601', fullRange: value < 128 ? value >= 64 : value - 128 >= 64 };
}
