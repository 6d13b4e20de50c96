import { InvalidTensorError, StageMismatchError, type Tensor } from '@slowfast/spec';
import type { SequencePiece } from './decoder-graph/sequence-piece.ts';
import type { PromptSegment, VideoRows } from './tokenizer/prompt-segments.ts';

type VideoSegment = Extract<PromptSegment, { kind: 'video' }>;

/**
 * Number of tokens of the video, once it is sure that prompt and tokens go together: the prompt shows all of them, once and in their
 * order, or there are none.
 *
 * @throws InvalidTensorError when they don't, StageMismatchError when the tokens have another width.
 */
export function requireVideo(
  segments: readonly PromptSegment[],
  videoTokens: Tensor | undefined,
  embeddingSize: number,
): number {
  const shown = segments.filter((segment) => segment.kind === 'video');
  const refuse = (found: string, expected: string) =>
    new InvalidTensorError({ operation: 'prefill', found, expected });
  if (!videoTokens) {
    if (shown.length === 0) return 0;
    throw refuse(
      `${shown.length} video parts and no video tokens`,
      'video parts with their tokens, or neither',
    );
  }
  const [tokens, size] = videoTokens.shape;
  const shape = `[${videoTokens.shape.join(', ')}]`;
  if (videoTokens.shape.length !== 2 || tokens === undefined || tokens === 0) {
    throw refuse(`video tokens of shape ${shape}`, '[tokens, size] with at least one token');
  }
  if (!showsAll(shown, tokens)) {
    const parts = shown.map(({ rows }) => (rows ? `rows ${rows.from} to ${rows.to}` : 'all rows'));
    const found = `video parts with ${parts.join(', ') || 'no rows'} and video tokens of shape ${shape}`;
    throw refuse(found, 'video parts that are all rows, once and in their order');
  }
  if (size !== embeddingSize) {
    throw new StageMismatchError({
      found: `video tokens of width ${size}`,
      expected: `the language model's width ${embeddingSize}`,
    });
  }
  return tokens;
}

function showsAll(shown: readonly VideoSegment[], tokens: number): boolean {
  let next = 0;
  for (const segment of shown) {
    const { from, to } = rowsOf(segment, tokens);
    if (from !== next || !(to > from)) return false;
    next = to;
  }
  return next === tokens;
}

function rowsOf({ rows }: VideoSegment, tokens: number): VideoRows {
  return rows ?? { from: 0, to: tokens };
}

/** The segments with the video's tokens in their places; views of `values`, not copies. */
export function promptPieces(
  segments: readonly PromptSegment[],
  values: Float32Array | undefined,
  tokens: number,
): SequencePiece[] {
  return segments.map((segment): SequencePiece => {
    if (segment.kind === 'ids') return segment;
    const { from, to } = rowsOf(segment, tokens);
    const size = values!.length / tokens;
    return { kind: 'embeddings', values: values!.subarray(from * size, to * size), tokens: to - from };
  });
}
