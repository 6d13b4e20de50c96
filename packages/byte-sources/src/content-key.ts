import type { ByteSource } from './byte-source.ts';

/** How much of a file its key is made of: samples at fixed places, or every byte. */
export type ContentKeyKind = 'sampled' | 'whole';

/** Options of {@link contentKey}. */
export interface ContentKeyOptions {
  /** `sampled` if absent. */
  readonly kind?: ContentKeyKind | undefined;
  readonly signal?: AbortSignal | undefined;
}

const edgeBytes = 2 ** 20;
const sampleBytes = 4096;
const samples = 64;
const pieceBytes = 2 ** 22;
/** So many samples are read at a time. */
const together = 8;

/**
 * A text that tells files apart by their content, wherever they lie and whatever they are called: the same in Node, in pages and over
 * HTTP. It is a SHA-256 of the length and
 *
 * - `sampled`: the first and the last MiB and 64 samples of 4 KiB between them, at places that the length alone decides. It reads 2.3 MB at
 *   most, however long the file is. It misses a change that keeps the length and lies between the samples: bytes patched in place in the middle
 *   of a file. No encoder, editor or download leaves two videos that differ in nothing else.
 * - `whole`: every byte.
 *
 * @throws what the source throws; the reason of the signal.
 */
export async function contentKey(
  source: ByteSource,
  { kind = 'sampled', signal }: ContentKeyOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  // The browser's own hash takes everything at once, and is not there in pages without https.
  const { createSHA256 } = await import('hash-wasm');
  const hash = (await createSHA256()).init();
  hash.update(`${kind} ${source.size}\n`);
  const pieces = kind === 'whole' ? allOf(source.size) : samplesOf(source.size);
  for await (const bytes of readAhead(source, pieces, signal)) hash.update(bytes);
  return `${kind}-${hash.digest('hex')}`;
}

/** A part of a file that its key is made of. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** Whether whoever opens a video is likely to read it too. */
  readonly isEdge: boolean;
}

function allOf(size: number): readonly Piece[] {
  return Array.from({ length: Math.ceil(size / pieceBytes) }, (_, k) => ({
    start: k * pieceBytes,
    end: Math.min(size, (k + 1) * pieceBytes),
    isEdge: false,
  }));
}

function samplesOf(size: number): readonly Piece[] {
  if (size <= 2 * edgeBytes + samples * sampleBytes) return [{ start: 0, end: size, isEdge: true }];
  const room = size - 2 * edgeBytes - sampleBytes;
  const between = Array.from({ length: samples }, (_, k) => {
    const start = edgeBytes + Math.floor((room * k) / (samples - 1));
    return { start, end: start + sampleBytes, isEdge: false };
  });
  return [
    { start: 0, end: edgeBytes, isEdge: true },
    ...between,
    { start: size - edgeBytes, end: size, isEdge: true },
  ];
}

/** The pieces in their order, some of them read at the same time. */
async function* readAhead(
  source: ByteSource,
  pieces: readonly Piece[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  const read = ({ start, end, isEdge }: Piece) => {
    const reading = isEdge ? source.read(start, end) : (source.readOnce ?? source.read)(start, end);
    // A failure is seen when its turn comes.
    reading.catch(() => undefined);
    return reading;
  };
  const isLarge = pieces.some(({ start, end }) => end - start > edgeBytes);
  const ahead = isLarge ? 2 : together;
  const reading: Promise<Uint8Array>[] = [];
  for (const [at, piece] of pieces.entries()) {
    reading.push(read(piece));
    if (at + 1 < ahead) continue;
    yield await reading.shift()!;
    signal?.throwIfAborted();
  }
  for (const rest of reading) {
    yield await rest;
    signal?.throwIfAborted();
  }
}
