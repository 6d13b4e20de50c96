import type { StreamConfig } from '../frame-decoder.ts';
import { readAv1Colors } from './av1-colors.ts';
import type { StreamColors } from './color-codes.ts';
import { h264RecordUnits, readH264Parameters } from './h264-parameters.ts';
import { hevcRecordUnits, readHevcColors } from './hevc-colors.ts';
import { nalLengthBytes, nalUnits } from './nal-units.ts';
import { readVp8Colors, readVp9Colors } from './vpx-colors.ts';

/**
 * Follows what a stream says of its colours. Needed where a decoder doesn't tell a tag from its own guess: browsers take
 * untagged video for BT.709, from HD on or always. The container's index can't do it: mediabunny believes the container first, reads
 * one packet at most, and has no names for FCC, SMPTE 240M and BT.2020 of constant luminance.
 */
export interface ColorFollower {
  /** Whether streams of this codec are read at all; what one then leaves out is untagged. */
  readonly reads: boolean;
  /** The colours of the pictures from this packet on. Packets come in decode order. */
  follow(packet: Uint8Array): StreamColors;
}

/** A follower that begins with the codec's configuration record. */
export function followColors(config: StreamConfig): ColorFollower {
  const { codec, description } = config;
  let colors: StreamColors = {};
  const keep = (found: StreamColors | undefined) => {
    colors = found ?? colors;
    return colors;
  };
  if (codec === 'h264' || codec === 'hevc') {
    const read = codec === 'h264' ? (unit: Uint8Array) => readH264Parameters(unit)?.colors : readHevcColors;
    const record = codec === 'h264' ? h264RecordUnits : hevcRecordUnits;
    const follow = (units: Iterable<Uint8Array>) => {
      for (const unit of units) keep(read(unit));
      return colors;
    };
    const lengthBytes = nalLengthBytes(codec, description);
    if (description) follow(record(description));
    return { reads: true, follow: (packet) => follow(nalUnits(packet, lengthBytes)) };
  }
  if (codec === 'av1') {
    // `av1C` has four bytes before the sequence header.
    if (description) keep(readAv1Colors(description.subarray(4)));
    return { reads: true, follow: (packet) => keep(readAv1Colors(packet)) };
  }
  if (codec === 'vp9') return { reads: true, follow: (packet) => keep(readVp9Colors(packet)) };
  if (codec === 'vp8') return { reads: true, follow: (packet) => keep(readVp8Colors(packet)) };
  return { reads: false, follow: () => colors };
}
