import type { PromptPart } from '@slowfast/spec';
import type { TextPart } from './marked-text.ts';
import type { PromptTokenizer } from './prompt-tokenizer.ts';

/** A stretch of a prompt: ids of text, or the place of the video's tokens: of all of them without `rows`. */
export type PromptSegment =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'video'; readonly rows: VideoRows | undefined };

/** Rows `[from, to)` of the video's tokens. */
export interface VideoRows {
  readonly from: number;
  readonly to: number;
}

/**
 * Tokenises a prompt as the whole that it is, a video standing in it like an added token: chunks behind one, or behind what
 * the sequence has already, are no beginnings. The tokenizer's start ids come once in front of a new sequence, unless the
 * template already wrote them there.
 */
export function promptSegments(
  parts: readonly PromptPart[],
  tokenizer: Pick<PromptTokenizer, 'encode' | 'startIds'>,
  isNewSequence: boolean,
): PromptSegment[] {
  const segments: PromptSegment[] = [];
  let chunk: TextPart[] = [];
  let isFirst = isNewSequence;
  const endChunk = () => {
    const ids = tokenizer.encode(chunk, isFirst);
    const isStarted = tokenizer.startIds.every((id, i) => ids[i] === id);
    const start = isFirst && !isStarted ? tokenizer.startIds : [];
    if (ids.length + start.length > 0) segments.push({ kind: 'ids', ids: [...start, ...ids] });
    isFirst = false;
    chunk = [];
  };
  for (const part of parts) {
    if (part.type !== 'video') {
      chunk.push(part);
      continue;
    }
    endChunk();
    const { from, to } = part;
    segments.push({ kind: 'video', rows: from === undefined ? undefined : { from, to } });
  }
  endChunk();
  return segments;
}
