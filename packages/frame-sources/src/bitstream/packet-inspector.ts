import type { StreamConfig } from '../frame-decoder.ts';
import { nalLengthBytes, nalUnits } from './nal-units.ts';

/** What the bitstream of a packet shows without decoding it. */
export interface PacketInspector {
  /** Whether no other picture refers to this one, so that it can be left out. False when in doubt. */
  isUnreferenced(data: Uint8Array): boolean;
  /** Whether the packet resets a decoder, so that nothing before it matters to it or to what follows. */
  isCleanStart(data: Uint8Array): boolean;
  /** Whether the packet's picture is there for others to refer to, and is not shown itself. */
  isHidden(data: Uint8Array): boolean;
}

/** An inspector for the packets of a stream. */
export function createPacketInspector(config: StreamConfig): PacketInspector {
  if (config.codec === 'h264') return inspectH264(nalLengthBytes('h264', config.description));
  if (config.codec === 'hevc') return inspectHevc(config.description);
  const isHidden = config.codec === 'vp8' ? isHiddenVp8 : config.codec === 'vp9' ? isHiddenVp9 : () => false;
  return { isUnreferenced: () => false, isCleanStart: () => true, isHidden };
}

/** RFC 6386, 9.1: bit 4 of the first byte is `show_frame`. An empty packet repeats the last picture. */
export function isHiddenVp8(data: Uint8Array): boolean {
  return data.length > 0 && (data[0]! & 16) === 0;
}

/** VP9 bitstream specification, 6.2: `show_existing_frame`, `frame_type` and `show_frame` follow the profile. Annex B: a superframe ends with its index. */
function isHiddenVp9(data: Uint8Array): boolean {
  const [head = 0] = data;
  if (data.length === 0 || (data.at(-1)! & 0xe0) === 0xc0) return false;
  const hasReservedBit = (head & 0x30) === 0x30;
  const isShownAgain = (head & (hasReservedBit ? 4 : 8)) !== 0;
  return !isShownAgain && (head & (hasReservedBit ? 1 : 2)) === 0;
}

/** H.264 7.4.1: `nal_ref_idc` is 0 in all slices of a picture that is no reference. */
function inspectH264(lengthBytes: number): PacketInspector {
  return {
    isUnreferenced(data) {
      let slices = 0;
      for (const unit of nalUnits(data, lengthBytes)) {
        const type = unit[0]! & 31;
        if (type < 1 || type > 5) continue;
        if ((unit[0]! & 0x60) !== 0) return false;
        slices++;
      }
      return slices > 0;
    },
    isCleanStart(data) {
      for (const unit of nalUnits(data, lengthBytes)) if ((unit[0]! & 31) === 5) return true;
      return false;
    },
    isHidden: () => false,
  };
}

/**
 * HEVC table 7-1: even types below 16 are sub-layer non-reference pictures. They may still be referred to from higher
 * temporal sub-layers, so they are left out only while every picture seen has temporal id 0.
 */
function inspectHevc(description: Uint8Array | undefined): PacketInspector {
  const lengthBytes = nalLengthBytes('hevc', description);
  let hasSubLayers = description !== undefined && ((description[21]! >> 3) & 7) !== 1;
  return {
    isUnreferenced(data) {
      let slices = 0;
      let isReference = false;
      for (const unit of nalUnits(data, lengthBytes)) {
        const type = (unit[0]! >> 1) & 63;
        if (type === 33 && ((unit[2]! >> 1) & 7) > 0) hasSubLayers = true;
        if (type > 31) continue;
        if ((unit[1]! & 7) !== 1) hasSubLayers = true;
        if (type >= 16 || type % 2 === 1) isReference = true;
        slices++;
      }
      return slices > 0 && !isReference && !hasSubLayers;
    },
    isCleanStart(data) {
      for (const unit of nalUnits(data, lengthBytes)) {
        const type = (unit[0]! >> 1) & 63;
        if (type >= 16 && type <= 20) return true;
      }
      return false;
    },
    isHidden: () => false,
  };
}
