import type { StreamConfig } from '../frame-decoder.ts';
import { BitReader } from './bit-reader.ts';
import { type H264Parameters, h264RecordUnits, readH264Parameters } from './h264-parameters.ts';
import { nalLengthBytes, nalUnitStarts, withoutEmulation } from './nal-units.ts';

/** Tells which packets are the second field of a picture. */
export interface FieldFollower {
  /** Whether a packet completes the picture that the packet before it began. Packets come in decode order. */
  isSecondField(packet: Uint8Array): boolean;
}

/** What the heads of a packet's slices say. */
interface PictureHead {
  readonly frameNumber: number;
  /** `frame` also where a packet holds both fields. */
  readonly structure: 'frame' | 'top' | 'bottom';
}

/** Bytes of a slice that hold what is read of its head, even with numbers of 32 bits. */
const headBytes = 40;

/** Bytes that a set of parameters has at most, all lists of scaling in it. */
const setBytes = 2048;

/**
 * Follows a stream of H.264, whose pictures may be coded in two fields, each in a packet of its own. Two fields of opposite parity and
 * equal number that follow each other are one picture.
 *
 * Source: ITU-T H.264, 3.30, 3.31 and 7.4.1.2.4.
 */
export function followFields(config: StreamConfig): FieldFollower {
  const parameters = new Map<number, H264Parameters>();
  /** Sets of sequences by the sets of pictures that refer to them. */
  const sequenceOf = new Map<number, number>();
  const lengthBytes = nalLengthBytes('h264', config.description);
  /** A field that waits for its other one. */
  let waiting: PictureHead | undefined;

  function note(unit: Uint8Array): void {
    const type = unit[0]! & 31;
    const found = type === 7 && readH264Parameters(unit.subarray(0, setBytes));
    if (found) parameters.set(found.id, found);
    if (type !== 8) return;
    const bits = new BitReader(withoutEmulation(unit.subarray(1, headBytes)));
    sequenceOf.set(bits.unsignedGolomb(), bits.unsignedGolomb());
  }

  function readSlice(unit: Uint8Array): PictureHead | undefined {
    const bits = new BitReader(withoutEmulation(unit.subarray(1, headBytes)));
    bits.unsignedGolomb();
    bits.unsignedGolomb();
    const sequence = parameters.get(sequenceOf.get(bits.unsignedGolomb()) ?? -1);
    if (!sequence) return undefined;
    if (sequence.hasSeparatePlanes) bits.skip(2);
    const frameNumber = bits.bits(sequence.frameNumberBits);
    const isField = !sequence.hasFramesOnly && bits.flag();
    return { frameNumber, structure: isField ? (bits.flag() ? 'bottom' : 'top') : 'frame' };
  }

  function readPicture(packet: Uint8Array): PictureHead | undefined {
    let picture: PictureHead | undefined;
    for (const unit of nalUnitStarts(packet, lengthBytes)) {
      const type = unit[0]! & 31;
      if (type === 7 || type === 8) note(unit);
      if (type !== 1 && type !== 2 && type !== 5) continue;
      const slice = readSlice(unit);
      if (slice?.structure === 'frame') return slice;
      if (slice && picture && picture.structure !== slice.structure) return { ...slice, structure: 'frame' };
      picture = slice ?? picture;
    }
    return picture;
  }

  if (config.description) for (const unit of h264RecordUnits(config.description)) note(unit);
  return {
    isSecondField(packet) {
      const picture = readPicture(packet);
      const isSecond =
        waiting !== undefined &&
        picture !== undefined &&
        picture.structure !== 'frame' &&
        picture.structure !== waiting.structure &&
        picture.frameNumber === waiting.frameNumber;
      waiting = isSecond || picture?.structure === 'frame' ? undefined : picture;
      return isSecond;
    },
  };
}

/** Whether pictures of a stream may be coded in fields, by its configuration record; without one they may. */
export function mayHaveFields({ codec, description }: StreamConfig): boolean {
  if (codec !== 'h264') return false;
  let known = false;
  for (const unit of description ? h264RecordUnits(description) : []) {
    const parameters = readH264Parameters(unit);
    if (parameters && !parameters.hasFramesOnly) return true;
    known ||= parameters !== undefined;
  }
  return !known;
}
