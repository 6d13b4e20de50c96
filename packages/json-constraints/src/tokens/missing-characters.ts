import type { Reading } from '../reading/reading.ts';
import type { TokenTable } from './token-table.ts';

/** Characters of the shortest text that occur in no token, each once. */
export function missingCharacters(table: TokenTable, start: Reading): string[] {
  const text = new TextDecoder().decode(Uint8Array.from(shortestText(start, table.hasByte)));
  const isThere = (character: string) =>
    new TextEncoder().encode(character).every((byte) => table.hasByte[byte]);
  return [...new Set(text)].filter((character) => !isThere(character));
}

/** A shortest text, of bytes that occur in tokens where there are such. */
function shortestText(start: Reading, hasByte: readonly boolean[]): number[] {
  const text: number[] = [];
  for (let at = start; at.leastBytes > 0; ) {
    const shorter = allBytes.filter((byte) => at.next(byte)?.leastBytes === at.leastBytes - 1);
    const byte = shorter.find((each) => hasByte[each]) ?? shorter[0];
    if (byte === undefined) throw new RangeError('A text without an end.');
    text.push(byte);
    at = at.next(byte)!;
  }
  return text;
}

const allBytes = Array.from({ length: 256 }, (_, byte) => byte);
