/**
 * How far into a character a text is: 0 between two, else what its next byte may be. Only well-formed UTF-8 passes, and no byte order mark,
 * which decoders of text swallow.
 */
export type Utf8State = number;

/** Lowest and highest next byte, and the state behind it, by state. State 0 is told by `lead`. */
const continuations: readonly (readonly [low: number, high: number, next: Utf8State])[] = [
  [0, 0, 0],
  [0x80, 0xbf, 0],
  [0x80, 0xbf, 1],
  [0x80, 0xbf, 2],
  // Behind E0, ED, F0, F4: what would be too long, half a pair or out of Unicode is left out.
  [0xa0, 0xbf, 1],
  [0x80, 0x9f, 1],
  [0x90, 0xbf, 2],
  [0x80, 0x8f, 2],
];

const behindEf = 8;
const behindEfBb = 9;

/** Bytes that are still missing of the character. */
export const missingBytes: readonly number[] = [0, 1, 2, 3, 2, 2, 3, 3, 2, 1];

/** The state behind one more byte; undefined where it can't stand there. Control characters can't, as in JSON. */
export function nextUtf8(state: Utf8State, byte: number): Utf8State | undefined {
  if (state === 0) return lead(byte);
  if (state === behindEf) return byte === 0xbb ? behindEfBb : byte >= 0x80 && byte <= 0xbf ? 1 : undefined;
  if (state === behindEfBb) return byte >= 0x80 && byte <= 0xbe ? 0 : undefined;
  const [low, high, next] = continuations[state]!;
  return byte >= low && byte <= high ? next : undefined;
}

function lead(byte: number): Utf8State | undefined {
  if (byte < 0x20) return undefined;
  if (byte < 0x80) return 0;
  if (byte < 0xc2 || byte > 0xf4) return undefined;
  if (byte < 0xe0) return 1;
  if (byte === 0xe0) return 4;
  if (byte === 0xed) return 5;
  if (byte === 0xef) return behindEf;
  if (byte < 0xf0) return 2;
  if (byte === 0xf0) return 6;
  return byte === 0xf4 ? 7 : 3;
}
