import type { MediaBytes } from '../media-bytes.ts';
import { type Box, childBoxes, isType, movieBox, readBox } from './isobmff-boxes.ts';

/**
 * Whether the sample tables of an MP4 or QuickTime file can be true: no more times than the file has bytes, no chunk of more
 * samples than there are. Damaged counts of billions would be gone through one by one when the index is read.
 *
 * Source: ISO/IEC 14496-12, 8.6.1, 8.7.3 and 8.7.4.
 */
export async function hasPlausibleTables(bytes: MediaBytes): Promise<boolean> {
  const moov = await movieBox(bytes);
  for (const track of moov ? (await childBoxes(bytes, moov)).filter(isType('trak')) : []) {
    if (!(await isPlausible(bytes, await sampleTables(bytes, track)))) return false;
  }
  return true;
}

async function isPlausible(bytes: MediaBytes, tables: readonly Box[]): Promise<boolean> {
  const sizes = tables.find((box) => box.type === 'stsz' || box.type === 'stz2');
  const samples = sizes ? (await readBox(bytes, sizes)).getUint32(8) : bytes.size;
  for (const table of tables) {
    if (table.type === 'stts' || table.type === 'ctts') {
      const counts = await column(bytes, table, 8, 0);
      if (!counts || counts.reduce((sum, count) => sum + count, 0) > bytes.size) return false;
    } else if (table.type === 'stsc') {
      const samplesPerChunk = await column(bytes, table, 12, 4);
      if (!samplesPerChunk?.every((count) => count <= samples)) return false;
    }
  }
  return true;
}

async function sampleTables(bytes: MediaBytes, track: Box): Promise<Box[]> {
  let boxes = [track];
  for (const type of ['mdia', 'minf', 'stbl']) {
    const inside = await Promise.all(boxes.map((box) => childBoxes(bytes, box)));
    boxes = inside.flat().filter(isType(type));
  }
  return (await Promise.all(boxes.map((box) => childBoxes(bytes, box)))).flat();
}

/** One column of a table behind its header of eight bytes; `undefined` when it claims more rows than it holds. */
async function column(
  bytes: MediaBytes,
  table: Box,
  rowBytes: number,
  offset: number,
): Promise<number[] | undefined> {
  const data = await readBox(bytes, table);
  const rows = data.getUint32(4);
  if (rows * rowBytes > table.end - table.start - 8) return undefined;
  return Array.from({ length: rows }, (_, row) => data.getUint32(8 + row * rowBytes + offset));
}
