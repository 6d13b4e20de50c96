import type { MediaBytes } from '../media-bytes.ts';

/** What every Matroska file begins with, and its segment. Source: RFC 8794, 11.2.1, and RFC 9559, 5.1. */
const headerId = [0x1a, 0x45, 0xdf, 0xa3] as const;
const segmentId = [0x18, 0x53, 0x80, 0x67] as const;

/** Bytes that are searched in one go. */
const blockBytes = 2 ** 20;

/**
 * Where Matroska files begin in a file, the first at 0: others may lie behind it. A damaged one ends the list.
 *
 * @param isThorough whether to search the bytes of those that don't tell their length; otherwise they end the list.
 */
export async function matroskaStarts(bytes: MediaBytes, isThorough: boolean): Promise<number[]> {
  const starts: number[] = [];
  let at: number | undefined = 0;
  while (at !== undefined && at < bytes.size && starts.length < 1000) {
    const head = await bytes.read(at, at + 4096);
    const segment = startsWith(head, headerId, 0) ? segmentOf(head) : undefined;
    if (!segment) break;
    starts.push(at);
    const start: number = at + segment.at;
    // Recordings that were written as they came don't tell how long they are.
    if (segment.size !== undefined) at = start + segment.size;
    else at = isThorough ? await nextHeader(bytes, start) : undefined;
  }
  return starts.length > 0 ? starts : [0];
}

/** Where the content of the segment begins, and its size where it is known. */
function segmentOf(head: Uint8Array): { readonly at: number; readonly size: number | undefined } | undefined {
  const header = sizeAt(head, 4);
  if (header?.size === undefined) return undefined;
  const at = 4 + header.length + header.size;
  const segment = startsWith(head, segmentId, at) ? sizeAt(head, at + 4) : undefined;
  return segment && { at: at + 4 + segment.length, size: segment.size };
}

/** RFC 8794, 4: the leading zero bits of the first byte tell the length; all ones mean that the size is not known. */
function sizeAt(
  data: Uint8Array,
  at: number,
): { readonly size: number | undefined; readonly length: number } | undefined {
  const first = data[at];
  if (!first || at + 8 > data.length) return undefined;
  const length = Math.clz32(first) - 23;
  let size = first & (0xff >> length);
  for (let k = 1; k < length; k++) size = size * 256 + data[at + k]!;
  return { size: size === 2 ** (7 * length) - 1 ? undefined : size, length };
}

/** The next place that looks like the head of a file. */
async function nextHeader(bytes: MediaBytes, from: number): Promise<number | undefined> {
  // Blocks overlap by as much as is looked at.
  for (let start = from; start < bytes.size; start += blockBytes - 4096) {
    const block = await bytes.read(start, Math.min(bytes.size, start + blockBytes));
    for (let at = block.indexOf(headerId[0]); at >= 0; at = block.indexOf(headerId[0], at + 1)) {
      if (startsWith(block, headerId, at) && segmentOf(block.subarray(at, at + 4096))) return start + at;
    }
  }
  return undefined;
}

function startsWith(data: Uint8Array, sought: readonly number[], at: number): boolean {
  return sought.every((byte, k) => data[at + k] === byte);
}
