import type { MediaBytes } from '../media-bytes.ts';
import {
  type Box,
  boxAt,
  childBoxes,
  isFragmented,
  isType,
  movieBox,
  readBox,
  trackBox,
} from './isobmff-boxes.ts';
import type { Patch } from './patched-bytes.ts';

/** Samples of a track that share a description: those from the first one on. */
export interface DescribedSamples {
  /** Number of the first sample in decode order, from 0. */
  readonly first: number;
  /** Place of the description in {@link SampleDescriptions.patches}. */
  readonly description: number;
}

/** The descriptions that the samples of a track have, where they have several. */
export interface SampleDescriptions {
  /** For each description what makes it the only one of the track: a reader that expects one reads the file so. */
  readonly patches: readonly Patch[];
  /** Ascending by sample, the first begins with sample 0. */
  readonly samples: readonly DescribedSamples[];
}

/**
 * The sample descriptions of a track of an MP4 or QuickTime file, as editors leave them that put clips one behind the other without
 * encoding them again. Descriptions that are alike count as one.
 *
 * @returns `undefined` when all samples have the same, `'in-fragments'` when the file is fragmented and has several.
 * Source: ISO/IEC 14496-12, 8.5.2 and 8.7.4.
 */
export async function readSampleDescriptions(
  bytes: MediaBytes,
  trackId: number,
): Promise<SampleDescriptions | 'in-fragments' | undefined> {
  const moov = await movieBox(bytes);
  const track = moov && (await trackBox(bytes, moov, trackId));
  const tables = track && (await boxAt(bytes, track, ['mdia', 'minf', 'stbl']));
  if (!tables) return undefined;
  const boxes = await childBoxes(bytes, tables);
  const stsd = boxes.find(isType('stsd'));
  const stsc = boxes.find(isType('stsc'));
  const chunks = boxes.find((box) => box.type === 'stco' || box.type === 'co64');
  if (!stsd || !stsc || !chunks) return undefined;
  const entries = await readEntries(bytes, stsd);
  const texts = entries.map(textOf);
  if (new Set(texts).size < 2) return undefined;
  if (await isFragmented(bytes)) return 'in-fragments';
  const samples = describedSamples(
    await readBox(bytes, stsc),
    (await readBox(bytes, chunks)).getUint32(4),
    (number) => texts.indexOf(texts[number - 1] ?? texts[0]!),
  );
  const used = [...new Set(samples.map(({ description }) => description))].sort((a, b) => a - b);
  const patches = used.map((description) => onlyEntry(stsd, entries, description));
  return {
    patches,
    samples: samples.map(({ first, description }) => ({ first, description: used.indexOf(description) })),
  };
}

/**
 * Whether the pictures of an MP4 or QuickTime file are encrypted, all or some.
 *
 * @param trackId the track that is meant; any if absent.
 * Source: ISO/IEC 14496-12, 8.12.
 */
export async function hasEncryptedSamples(bytes: MediaBytes, trackId?: number): Promise<boolean> {
  const moov = await movieBox(bytes);
  if (!moov) return false;
  const only = trackId === undefined ? undefined : await trackBox(bytes, moov, trackId);
  const tracks = only ? [only] : (await childBoxes(bytes, moov)).filter(isType('trak'));
  for (const track of tracks) {
    const stsd = await boxAt(bytes, track, ['mdia', 'minf', 'stbl', 'stsd']);
    const entries = stsd ? await childBoxes(bytes, entriesOf(stsd)) : [];
    if (entries.some(({ type }) => type === 'encv' || type === 'drmi')) return true;
  }
  return false;
}

/** The entries of `stsd` as boxes in a box. */
function entriesOf({ type, start, end }: Box): Box {
  return { type, start: start + 8, end };
}

/** The entries of `stsd`, each with its head. */
async function readEntries(bytes: MediaBytes, stsd: Box): Promise<Uint8Array[]> {
  const boxes = await childBoxes(bytes, entriesOf(stsd));
  const ends = boxes.map(({ end }) => end);
  return Promise.all(ends.map((end, k) => bytes.read(k === 0 ? stsd.start + 8 : ends[k - 1]!, end)));
}

function textOf(entry: Uint8Array): string {
  return new TextDecoder('latin1').decode(entry);
}

/** `stsd` with this entry alone, as far as its count says; the others follow, so that nothing moves. */
function onlyEntry(stsd: Box, entries: readonly Uint8Array[], description: number): Patch {
  const own = entries[description]!;
  const all = [own, ...entries.filter((entry) => entry !== own)];
  return { at: stsd.start + 4, data: Uint8Array.from([0, 0, 0, 1, ...all.flatMap((entry) => [...entry])]) };
}

/** `stsc`: from which chunk on a chunk has so many samples of which description, chunks counted from 1. */
function describedSamples(
  stsc: DataView,
  chunkCount: number,
  descriptionOf: (number: number) => number,
): DescribedSamples[] {
  const rows = Math.min(stsc.getUint32(4), Math.floor((stsc.byteLength - 8) / 12));
  const found: DescribedSamples[] = [];
  let first = 0;
  for (let row = 0; row < rows; row++) {
    const at = 8 + 12 * row;
    const description = descriptionOf(stsc.getUint32(at + 8));
    // Rows without a chunk describe nothing.
    if (found.at(-1)?.first === first) found.pop();
    if (found.at(-1)?.description !== description) found.push({ first, description });
    const nextChunk = row + 1 < rows ? stsc.getUint32(at + 12) : chunkCount + 1;
    first += Math.max(0, nextChunk - stsc.getUint32(at)) * stsc.getUint32(at + 4);
  }
  return found;
}
