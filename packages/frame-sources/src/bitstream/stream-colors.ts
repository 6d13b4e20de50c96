import type { StreamConfig } from '../frame-decoder.ts';
import { readAv1Parameters } from './av1-parameters.ts';
import type { StreamColors } from './color-codes.ts';
import { h264RecordUnits, readH264Parameters } from './h264-parameters.ts';
import { hevcRecordUnits, readHevcParameters } from './hevc-parameters.ts';
import { nalLengthBytes, nalUnits } from './nal-units.ts';
import { readVp8Colors, readVp9Colors } from './vpx-colors.ts';

/**
 * Follows what a stream says of its colours. Needed where a decoder doesn't tell a tag from its own guess: browsers take
 * untagged video for BT.709, from HD on or always.
 */
export interface ColorFollower {
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
    const read = codec === 'h264' ? readH264Parameters : readHevcParameters;
    const record = codec === 'h264' ? h264RecordUnits : hevcRecordUnits;
    const follow = (units: Iterable<Uint8Array>) => {
      for (const unit of units) keep(read(unit)?.colors);
      return colors;
    };
    const lengthBytes = nalLengthBytes(codec, description);
    if (description) follow(record(description));
    return { follow: (packet) => follow(nalUnits(packet, lengthBytes)) };
  }
  if (codec === 'av1') {
    // `av1C` has four bytes before the sequence header.
    if (description) keep(readAv1Parameters(description.subarray(4))?.colors);
    return { follow: (packet) => keep(readAv1Parameters(packet)?.colors) };
  }
  if (codec === 'vp9') return { follow: (packet) => keep(readVp9Colors(packet)) };
  if (codec === 'vp8') return { follow: (packet) => keep(readVp8Colors(packet)) };
  return { follow: () => colors };
}
