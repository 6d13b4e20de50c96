import type { MediaBytes } from '../media-bytes.ts';

/** Where the content of a box of an MP4 or QuickTime file lies. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Selects boxes by their four characters. */
export const isType = (type: string) => (box: Box) => box.type === type;

/** The boxes inside a box, or of the whole file. A damaged box ends the list. */
export async function childBoxes(bytes: MediaBytes, parent?: Box): Promise<Box[]> {
  const boxes: Box[] = [];
  for await (const box of eachBox(bytes, parent)) boxes.push(box);
  return boxes;
}

/** The description of all tracks (`moov`). Nothing behind it is read: fragments may follow, as many as there are seconds. */
export async function movieBox(bytes: MediaBytes): Promise<Box | undefined> {
  for await (const box of eachBox(bytes)) if (box.type === 'moov') return box;
  return undefined;
}

async function* eachBox(bytes: MediaBytes, parent?: Box): AsyncGenerator<Box, void> {
  const { start, end } = parent ?? { start: 0, end: bytes.size };
  for (let at = start, count = 0; at + 8 <= end && count < 10_000; count++) {
    const head = await bytes.read(at, at + 16);
    if (head.length < 8) break;
    const data = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const type = String.fromCharCode(...head.subarray(4, 8));
    const short = data.getUint32(0);
    const isLong = short === 1 && head.length >= 16;
    const length = isLong ? Number(data.getBigUint64(8)) : short === 0 ? end - at : short;
    if (length < 8) break;
    yield { type, start: at + (isLong ? 16 : 8), end: Math.min(at + length, end) };
    at += length;
  }
}

/** The box at the end of a path of types below a box, the first of each type; `undefined` where one is missing. */
export async function boxAt(
  bytes: MediaBytes,
  parent: Box,
  path: readonly string[],
): Promise<Box | undefined> {
  let box: Box | undefined = parent;
  for (const type of path) box = box && (await childBoxes(bytes, box)).find(isType(type));
  return box;
}

/** Whether an MP4 or QuickTime file is fragmented: its samples are then listed where they lie, and its clock may begin anywhere. */
export async function isFragmented(bytes: MediaBytes): Promise<boolean> {
  const moov = await movieBox(bytes);
  return moov !== undefined && (await childBoxes(bytes, moov)).some(isType('mvex'));
}

/** The track of a movie that has a number; `undefined` where none has. */
export async function trackBox(bytes: MediaBytes, moov: Box, trackId: number): Promise<Box | undefined> {
  for (const track of (await childBoxes(bytes, moov)).filter(isType('trak'))) {
    const header = await boxAt(bytes, track, ['tkhd']);
    if (header && (await trackIdOf(bytes, header)) === trackId) return track;
  }
  return undefined;
}

async function trackIdOf(bytes: MediaBytes, tkhd: Box): Promise<number> {
  const data = await readBox(bytes, tkhd);
  return data.getUint32(data.getUint8(0) === 1 ? 20 : 12);
}

/** The content of a box, with zeros up to 32 bytes, so that short headers can be read without looking at their length. */
export async function readBox(bytes: MediaBytes, box: Box): Promise<DataView> {
  const data = await bytes.read(box.start, box.end);
  const whole = new Uint8Array(Math.max(data.length, 32));
  whole.set(data);
  return new DataView(whole.buffer);
}
