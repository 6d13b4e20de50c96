import type { OnnxSession } from '@slowfast/onnx-session';
import { RuntimeFailedError } from '@slowfast/spec';
import type { DecoderGraphTokens } from './run-decoder-graph.ts';
import { partsWithin, type SequencePiece } from './sequence-piece.ts';
import { type EmbedderBinding, embedTokens } from './token-embedder.ts';

/** Prepares the tokens `[start, start + tokens)` of a sequence for a decoder graph. `size` is the width of an embedding. */
export type TokenFeeder = (
  pieces: readonly SequencePiece[],
  start: number,
  tokens: number,
  size: number,
) => Promise<DecoderGraphTokens>;

/** For decoder graphs that take embeddings: text goes through the embedding model, a video's tokens are embeddings already. */
export function embeddingFeeder(session: OnnxSession, binding: EmbedderBinding): TokenFeeder {
  return async (pieces, start, tokens, size) => {
    const values = new Float32Array(tokens * size);
    for (const { part, position } of partsWithin(pieces, start, tokens, size)) {
      const embeddings =
        part.kind === 'ids' ? await embedTokens(session, binding, part.ids, size) : part.values;
      values.set(embeddings, position * size);
    }
    return { kind: 'embeddings', values };
  };
}

/** For decoder graphs that embed ids themselves: a video's tokens go beside them, one image token standing for each. */
export function idFeeder(imageTokenId: number): TokenFeeder {
  return async (pieces, start, tokens, size) => {
    const ids: number[] = [];
    const features: Float32Array[] = [];
    for (const { part } of partsWithin(pieces, start, tokens, size)) {
      if (part.kind === 'ids') {
        requireText(part.ids, imageTokenId);
        ids.push(...part.ids);
      } else {
        ids.push(...new Array<number>(part.tokens).fill(imageTokenId));
        features.push(part.values);
      }
    }
    return { kind: 'ids', ids, imageFeatures: joined(features) };
  };
}

/** An image token among the text would take the features of another one, or those of none. */
function requireText(ids: readonly number[], imageTokenId: number): void {
  if (!ids.includes(imageTokenId)) return;
  const reason = `the text holds the image token ${imageTokenId}, which can stand only for a picture in a decoder graph that embeds its own ids`;
  throw new RuntimeFailedError({ runtime: 'The decoder graph', operation: 'a step', reason });
}

function joined(features: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(features.reduce((sum, each) => sum + each.length, 0));
  let position = 0;
  for (const each of features) {
    values.set(each, position);
    position += each.length;
  }
  return values;
}
