import type { MediaBytes } from '../media-bytes.ts';

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

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The visible range of a track of an MP4 or QuickTime file; `undefined` when it has no edit list.
 *
 * Source: ISO/IEC 14496-12, 8.6.6.
 */
export async function readVisibleRange(
  bytes: MediaBytes,
  trackId: number,
): Promise<VisibleRange | undefined> {
  const moov = (await childBoxes(bytes, { type: '', start: 0, end: bytes.size })).find(isType('moov'));
  if (!moov) return undefined;
  const movieBoxes = await childBoxes(bytes, moov);
  const header = movieBoxes.find(isType('mvhd'));
  const movieScale = header && (await timeScale(bytes, header));
  if (!movieScale || movieBoxes.some(isType('mvex'))) return undefined;
  for (const track of movieBoxes.filter(isType('trak'))) {
    const boxes = await childBoxes(bytes, track);
    const trackHeader = boxes.find(isType('tkhd'));
    if (!trackHeader || (await trackIdOf(bytes, trackHeader)) !== trackId) continue;
    const edts = boxes.find(isType('edts'));
    const elst = edts && (await childBoxes(bytes, edts)).find(isType('elst'));
    return elst && rangeOf(parseEdits(await view(bytes, elst)), movieScale);
  }
  return undefined;
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
  const data = await view(bytes, mvhd);
  return data.getUint32(data.getUint8(0) === 1 ? 20 : 12);
}

async function trackIdOf(bytes: MediaBytes, tkhd: Box): Promise<number> {
  const data = await view(bytes, tkhd);
  return data.getUint32(data.getUint8(0) === 1 ? 20 : 12);
}

const isType = (type: string) => (box: Box) => box.type === type;

/** Small boxes only: anything larger is no header, and is cut. */
async function view(bytes: MediaBytes, box: Box): Promise<DataView> {
  const data = await bytes.read(box.start, Math.min(box.end, box.start + 65536));
  const whole = new Uint8Array(Math.max(data.length, 32));
  whole.set(data);
  return new DataView(whole.buffer);
}

async function childBoxes(bytes: MediaBytes, parent: Box): Promise<Box[]> {
  const boxes: Box[] = [];
  for (let at = parent.start; at + 8 <= parent.end && boxes.length < 10_000; ) {
    const head = await bytes.read(at, at + 16);
    if (head.length < 8) break;
    const data = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const type = String.fromCharCode(...head.subarray(4, 8));
    const short = data.getUint32(0);
    const isLong = short === 1 && head.length >= 16;
    const length = isLong ? Number(data.getBigUint64(8)) : short === 0 ? parent.end - at : short;
    if (length < 8) break;
    boxes.push({ type, start: at + (isLong ? 16 : 8), end: Math.min(at + length, parent.end) });
    at += length;
  }
  return boxes;
}
