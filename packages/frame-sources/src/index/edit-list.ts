import type { MediaBytes } from '../media-bytes.ts';
import { type Box, boxAt, movieBox, readBox, trackBox } from './isobmff-boxes.ts';

/** One entry of an `elst` box. */
interface Edit {
  /** In units of the movie's time scale. */
  readonly duration: number;
  /** In units of the track's time scale; -1 for a pause. */
  readonly mediaTime: number;
  readonly rate: number;
}

/** What the edit list of a track leaves visible, in seconds on the presentation's clock. */
export type VisibleRange =
  | { readonly startSeconds: number; readonly endSeconds: number }
  /** Several edits, or another speed: only a reader that follows edit lists in full can show it. */
  | 'complex';

/**
 * The visible range of a track of an MP4 or QuickTime file that is not fragmented; `undefined` when it has no edit list.
 *
 * Source: ISO/IEC 14496-12, 8.6.6.
 */
export async function readVisibleRange(
  bytes: MediaBytes,
  trackId: number,
): Promise<VisibleRange | undefined> {
  const moov = await movieBox(bytes);
  const header = moov && (await boxAt(bytes, moov, ['mvhd']));
  const movieScale = header && (await timeScale(bytes, header));
  if (!movieScale) return undefined;
  const track = await trackBox(bytes, moov, trackId);
  const elst = track && (await boxAt(bytes, track, ['edts', 'elst']));
  return elst && rangeOf(parseEdits(await readBox(bytes, elst)), movieScale);
}

function rangeOf(edits: readonly Edit[], movieScale: number): VisibleRange | undefined {
  const shown = edits.filter((edit) => edit.mediaTime >= 0);
  if (shown.length === 0) return undefined;
  const first = edits.indexOf(shown[0]!);
  if (shown.length > 1 || shown[0]!.rate !== 1) return 'complex';
  const paused = edits.slice(0, first).reduce((sum, edit) => sum + edit.duration, 0);
  const startSeconds = paused / movieScale;
  const duration = shown[0]!.duration;
  const endSeconds = duration === 0 ? Number.POSITIVE_INFINITY : startSeconds + duration / movieScale;
  return { startSeconds, endSeconds };
}

function parseEdits(elst: DataView): Edit[] {
  const isLong = elst.getUint8(0) === 1;
  const entryBytes = isLong ? 20 : 12;
  const count = Math.min(elst.getUint32(4), Math.floor((elst.byteLength - 8) / entryBytes));
  return Array.from({ length: count }, (_, k) => {
    const at = 8 + k * entryBytes;
    return {
      duration: isLong ? Number(elst.getBigUint64(at)) : elst.getUint32(at),
      mediaTime: isLong ? Number(elst.getBigInt64(at + 8)) : elst.getInt32(at + 4),
      rate: elst.getInt16(at + entryBytes - 4) + elst.getUint16(at + entryBytes - 2) / 65536,
    };
  });
}

async function timeScale(bytes: MediaBytes, mvhd: Box): Promise<number> {
  const data = await readBox(bytes, mvhd);
  return data.getUint32(data.getUint8(0) === 1 ? 20 : 12);
}
