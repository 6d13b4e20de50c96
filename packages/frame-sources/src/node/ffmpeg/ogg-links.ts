import { open } from 'node:fs/promises';

/** A stretch of a file, from its first byte to the one behind its last. */
export interface FileStretch {
  readonly start: number;
  readonly end: number;
}

const blockBytes = 2 ** 20;
/** Bytes of a page's head and its longest table of segments. Source: RFC 3533, 6. */
const longestHead = 27 + 255;

/**
 * The Ogg streams that lie one behind the other in a file, as `cat` leaves them: a page that begins a stream, behind one that doesn't,
 * begins another. Empty where the file is no Ogg, one where there is nothing to tell apart. It goes from page to page and reads what lies
 * between them only where pages are small.
 */
export async function oggLinks(path: string, signal: AbortSignal): Promise<FileStretch[]> {
  await using file = await open(path);
  const { size } = await file.stat();
  const starts: number[] = [];
  let block = Buffer.alloc(0);
  let blockAt = 0;
  let wasFirst = false;
  for (let at = 0; at + 27 <= size; ) {
    if (at + longestHead > blockAt + block.length && blockAt + block.length < size) {
      signal.throwIfAborted();
      const buffer = Buffer.alloc(blockBytes);
      const { bytesRead } = await file.read(buffer, 0, blockBytes, at);
      [block, blockAt] = [buffer.subarray(0, bytesRead), at];
    }
    const page = block.subarray(at - blockAt);
    if (page.length < 27 || page.toString('latin1', 0, 4) !== 'OggS') break;
    const beginsStream = (page[5]! & 2) !== 0;
    if (beginsStream && !wasFirst) starts.push(at);
    wasFirst = beginsStream;
    const segments = page.subarray(27, 27 + page[26]!);
    at += 27 + segments.length + segments.reduce((sum, bytes) => sum + bytes, 0);
  }
  return starts.map((start, k) => ({ start, end: starts[k + 1] ?? size }));
}
