/** One frame of a GIF: where it goes, how long it shows, and where its data begins. */
export interface GifFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isInterlaced: boolean;
  /** RGB, three bytes a colour. */
  readonly palette: Uint8Array;
  /** Colour that is not drawn; -1 for none. */
  readonly transparentIndex: number;
  /** In hundredths of a second. */
  readonly delay: number;
  /** 2 clears the rectangle afterwards, 3 restores what was below it. */
  readonly disposal: number;
  readonly minimumCodeBits: number;
  /** Compressed data, its blocks joined. */
  readonly data: Uint8Array;
}

/** The structure of a GIF. */
export interface Gif {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly GifFrame[];
}

type Control = Pick<GifFrame, 'delay' | 'disposal' | 'transparentIndex'>;
const noControl: Control = { delay: 0, disposal: 0, transparentIndex: -1 };

/**
 * Reads the structure of a GIF; a file that breaks off has the frames before the break.
 *
 * Source: GIF89a specification, https://www.w3.org/Graphics/GIF/spec-gif89a.txt
 */
export function parseGif(bytes: Uint8Array): Gif {
  const word = (at: number) => (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const flags = bytes[10] ?? 0;
  const globalPalette = paletteAt(bytes, 13, flags);
  const frames: GifFrame[] = [];
  let control = noControl;
  let at = 13 + globalPalette.length;
  while (at < bytes.length) {
    const kind = bytes[at++];
    if (kind === 0x21) {
      if (bytes[at] === 0xf9) control = controlAt(bytes, at + 2);
      at = skipBlocks(bytes, at + 1);
    } else if (kind === 0x2c && at + 10 < bytes.length) {
      const imageFlags = bytes[at + 8]!;
      const localPalette = paletteAt(bytes, at + 9, imageFlags);
      const dataAt = at + 9 + localPalette.length;
      const end = skipBlocks(bytes, dataAt + 1);
      frames.push({
        ...control,
        x: word(at),
        y: word(at + 2),
        width: word(at + 4),
        height: word(at + 6),
        isInterlaced: (imageFlags & 0x40) !== 0,
        palette: localPalette.length > 0 ? localPalette : globalPalette,
        minimumCodeBits: bytes[dataAt] ?? 0,
        data: joinBlocks(bytes, dataAt + 1),
      });
      control = noControl;
      at = end;
    } else if (kind !== 0) {
      break;
    }
  }
  // A screen without a size is as large as the first picture needs it, as browsers have it.
  const [first] = frames;
  const width = word(6) || (first ? first.x + first.width : 0);
  const height = word(8) || (first ? first.y + first.height : 0);
  return { width, height, frames };
}

function paletteAt(bytes: Uint8Array, at: number, flags: number): Uint8Array {
  return (flags & 0x80) === 0 ? new Uint8Array(0) : bytes.subarray(at, at + 3 * (2 << (flags & 7)));
}

function controlAt(bytes: Uint8Array, at: number): Control {
  const flags = bytes[at] ?? 0;
  return {
    disposal: (flags >> 2) & 7,
    delay: (bytes[at + 1] ?? 0) | ((bytes[at + 2] ?? 0) << 8),
    transparentIndex: flags & 1 ? (bytes[at + 3] ?? -1) : -1,
  };
}

function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += bytes[at]! + 1;
  return at + 1;
}

function joinBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const joined = new Uint8Array(Math.max(0, Math.min(skipBlocks(bytes, start), bytes.length) - start));
  let length = 0;
  for (let at = start; at < bytes.length && bytes[at] !== 0; at += bytes[at]! + 1) {
    const block = bytes.subarray(at + 1, at + 1 + bytes[at]!);
    joined.set(block, length);
    length += block.length;
  }
  return joined.subarray(0, length);
}
