/** A piece of a sequence: ids of text, or embeddings `[tokens, embeddingSize]` that are ready. */
export type SequencePiece =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'embeddings'; readonly values: Float32Array; readonly tokens: number };

/** A part of a piece, and where it stands. */
export interface PlacedPart {
  readonly part: SequencePiece;
  /** Position of its first token from the start of the range. */
  readonly position: number;
}

/** Number of tokens of a piece. */
export function pieceLength(piece: SequencePiece): number {
  return piece.kind === 'ids' ? piece.ids.length : piece.tokens;
}

/**
 * The parts of the pieces within the tokens `[start, start + tokens)` of their sequence, in order. Values are views, not
 * copies.
 *
 * @param size width of an embedding.
 */
export function partsWithin(
  pieces: readonly SequencePiece[],
  start: number,
  tokens: number,
  size: number,
): readonly PlacedPart[] {
  const parts: PlacedPart[] = [];
  let pieceStart = 0;
  for (const piece of pieces) {
    const length = pieceLength(piece);
    const from = Math.max(0, start - pieceStart);
    const to = Math.min(length, start + tokens - pieceStart);
    if (from < to) parts.push({ part: slice(piece, from, to, size), position: pieceStart + from - start });
    pieceStart += length;
  }
  return parts;
}

function slice(piece: SequencePiece, from: number, to: number, size: number): SequencePiece {
  if (piece.kind === 'ids') return { kind: 'ids', ids: piece.ids.slice(from, to) };
  return { kind: 'embeddings', values: piece.values.subarray(from * size, to * size), tokens: to - from };
}
