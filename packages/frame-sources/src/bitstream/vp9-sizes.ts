import { BitReader } from './bit-reader.ts';

/** Size of pictures in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Follows the sizes of a VP9 stream, which may change with any picture: one between key frames takes its size from a picture that it
 * refers to, or gives its own.
 *
 * Source: VP9 bitstream specification 0.6, 6.2, 7.2 and annex B.
 */
export function followVp9Sizes(): (packet: Uint8Array) => PictureSize | undefined {
  /** Sizes of the eight pictures that may be referred to. */
  const references: (PictureSize | undefined)[] = new Array(8).fill(undefined);

  function readFrame(frame: Uint8Array): PictureSize | undefined {
    const bits = new BitReader(frame.subarray(0, 64));
    if (bits.bits(2) !== 2) return undefined;
    const profile = bits.bits(1) + 2 * bits.bits(1);
    if (profile === 3) bits.skip(1);
    if (bits.flag()) return references[bits.bits(3)];
    const isInter = bits.flag();
    const isShown = bits.flag();
    const isErrorResilient = bits.flag();
    if (!isInter) {
      bits.skip(24);
      skipColors(bits, profile);
      return keep(255, readSize(bits));
    }
    const isIntraOnly = !isShown && bits.flag();
    if (!isErrorResilient) bits.skip(2);
    if (isIntraOnly) {
      bits.skip(24);
      if (profile > 0) skipColors(bits, profile);
      const refreshed = bits.bits(8);
      return keep(refreshed, readSize(bits));
    }
    const refreshed = bits.bits(8);
    const referred = Array.from({ length: 3 }, () => {
      const reference = bits.bits(3);
      bits.skip(1);
      return reference;
    });
    for (const reference of referred) if (bits.flag()) return keep(refreshed, references[reference]);
    return keep(refreshed, readSize(bits));
  }

  function keep(refreshed: number, size: PictureSize | undefined): PictureSize | undefined {
    for (let k = 0; k < 8; k++) if ((refreshed >> k) & 1) references[k] = size;
    return size;
  }

  return (packet) => {
    let size: PictureSize | undefined;
    // Of several frames in a packet the last one is shown.
    for (const frame of framesOf(packet)) size = readFrame(frame);
    return size;
  };
}

function readSize(bits: BitReader): PictureSize {
  return { width: bits.bits(16) + 1, height: bits.bits(16) + 1 };
}

function skipColors(bits: BitReader, profile: number): void {
  if (profile >= 2) bits.skip(1);
  const isRgb = bits.bits(3) === 7;
  if (!isRgb) bits.skip(1);
  if (profile === 1 || profile === 3) bits.skip(isRgb ? 1 : 3);
}

/** The frames of a packet: one, or those of a superframe, whose index is at the end. */
function framesOf(packet: Uint8Array): Uint8Array[] {
  const marker = packet.at(-1) ?? 0;
  const count = (marker & 7) + 1;
  const sizeBytes = ((marker >> 3) & 3) + 1;
  const indexBytes = 2 + sizeBytes * count;
  if (marker >> 5 !== 6 || packet.at(-indexBytes) !== marker) return [packet];
  const index = packet.subarray(packet.length - indexBytes + 1);
  let at = 0;
  return Array.from({ length: count }, (_, k) => {
    let size = 0;
    for (let byte = sizeBytes - 1; byte >= 0; byte--) size = size * 256 + index[k * sizeBytes + byte]!;
    at += size;
    return packet.subarray(at - size, at);
  });
}
