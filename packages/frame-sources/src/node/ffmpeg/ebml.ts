/** Ids of the Matroska elements that are written or read here. Source: RFC 9559, section 5. */
export const ids = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;

/** An element with its content: bytes, text, a whole number, or elements. */
export function element(
  id: number,
  content: Uint8Array | string | number | readonly Uint8Array[],
): Uint8Array {
  const data =
    typeof content === 'number'
      ? bigEndian(content)
      : typeof content === 'string'
        ? new TextEncoder().encode(content)
        : content instanceof Uint8Array
          ? content
          : joined(content);
  return joined([bigEndian(id), sizeField(data.length), data]);
}

/** The head of an element that goes on to the end of the stream. */
export function endlessElement(id: number): Uint8Array {
  return joined([bigEndian(id), Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)]);
}

/** Several arrays as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Four bytes and a marker bit: enough for any packet below 256 MB. */
function sizeField(length: number): Uint8Array {
  return Uint8Array.of(0x10 | (length >>> 24), length >>> 16, length >>> 8, length);
}

function bigEndian(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes.length === 0 ? [0] : bytes);
}
