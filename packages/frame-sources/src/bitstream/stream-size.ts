import type { StreamConfig } from '../frame-decoder.ts';
import { readAv1Parameters } from './av1-parameters.ts';
import { readH264Parameters } from './h264-parameters.ts';
import { readHevcParameters } from './hevc-parameters.ts';
import { nalLengthBytes, nalUnitStarts } from './nal-units.ts';
import { followVp9Sizes, type PictureSize } from './vp9-sizes.ts';

/** Bytes that a set of parameters has at most, all lists of scaling in it. */
const setBytes = 2048;

/**
 * Follows the size of a stream's pictures, which may change on the way: windows that are recorded are resized, clips are put one behind
 * the other. The result takes packets in decode order and gives the size of each packet's picture.
 */
export function followSize(config: StreamConfig): (packet: Uint8Array) => PictureSize {
  const read = sizeReader(config);
  let size: PictureSize = { width: config.codedWidth, height: config.codedHeight };
  return (packet) => {
    const found = read(packet);
    if (found && found.width > 0 && found.height > 0) size = { width: found.width, height: found.height };
    return size;
  };
}

/** Reads the size that a packet tells; `undefined` where it tells none. */
function sizeReader({ codec, description }: StreamConfig): (packet: Uint8Array) => PictureSize | undefined {
  switch (codec) {
    case 'h264': {
      const lengthBytes = nalLengthBytes(codec, description);
      return (packet) => {
        for (const unit of nalUnitStarts(packet, lengthBytes)) {
          const type = unit[0]! & 31;
          if (type >= 1 && type <= 5) return undefined;
          if (type === 7) return readH264Parameters(unit.subarray(0, setBytes));
        }
        return undefined;
      };
    }
    case 'hevc': {
      const lengthBytes = nalLengthBytes(codec, description);
      return (packet) => {
        for (const unit of nalUnitStarts(packet, lengthBytes)) {
          const type = (unit[0]! >> 1) & 63;
          if (type < 32) return undefined;
          if (type === 33) return readHevcParameters(unit.subarray(0, setBytes));
        }
        return undefined;
      };
    }
    case 'av1':
      return readAv1Parameters;
    case 'vp9':
      return followVp9Sizes();
    case 'vp8':
      return vp8Size;
    case 'prores':
      return proresSize;
  }
}

/** RFC 6386, 9.1: a key frame tells its size behind the start code. */
function vp8Size(packet: Uint8Array): PictureSize | undefined {
  if (packet.length < 10 || (packet[0]! & 1) !== 0) return undefined;
  const side = (at: number) => (packet[at]! | (packet[at + 1]! << 8)) & 0x3fff;
  return { width: side(6), height: side(8) };
}

/** SMPTE RDD 36, 5.1: behind the size and the name of the frame, the size of its header, a version and the encoder's name. */
function proresSize(packet: Uint8Array): PictureSize | undefined {
  if (packet.length < 20) return undefined;
  return { width: packet[16]! * 256 + packet[17]!, height: packet[18]! * 256 + packet[19]! };
}
