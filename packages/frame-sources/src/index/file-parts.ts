import type { MediaBytes } from '../media-bytes.ts';
import { childBoxes } from './isobmff-boxes.ts';
import { matroskaStarts } from './matroska-starts.ts';

/** More parts than this are no files put one behind the other, but one written so. */
const mostParts = 256;

/**
 * The files that were put one behind the other in a file, as `cat` does it: Matroska, WebM and fragmented MP4. Each has a clock and
 * tracks of its own. Others have one part here: of plain MP4 files everyone reads the first, transport streams are joined
 * elsewhere.
 *
 * @param isThorough whether the whole file is looked through where it doesn't tell its length: worth it where its clock goes back.
 */
export async function fileParts(
  bytes: MediaBytes,
  isMatroska: boolean,
  isThorough: boolean,
): Promise<readonly MediaBytes[]> {
  const starts = isMatroska
    ? await matroskaStarts(bytes, isThorough)
    : isThorough
      ? await fragmentedStarts(bytes)
      : [];
  if (starts.length < 2 || starts.length > mostParts) return [bytes];
  return starts.map((start, k) => partOf(bytes, start, starts[k + 1] ?? bytes.size));
}

/** Behind fragments, what begins as a file does is another one. */
async function fragmentedStarts(bytes: MediaBytes): Promise<number[]> {
  const starts = [0];
  let hasFragments = false;
  let end = 0;
  for (const box of await childBoxes(bytes)) {
    if (box.type === 'moof') hasFragments = true;
    if (box.type === 'ftyp' && hasFragments) {
      starts.push(end);
      hasFragments = false;
    }
    end = box.end;
  }
  return starts;
}

/** A part as a file; who opened the whole closes it. */
function partOf(bytes: MediaBytes, start: number, end: number): MediaBytes {
  return {
    place: bytes.place,
    size: end - start,
    read: (from, to) => bytes.read(start + from, Math.max(start + from, Math.min(end, start + to))),
    close: async () => undefined,
  };
}
