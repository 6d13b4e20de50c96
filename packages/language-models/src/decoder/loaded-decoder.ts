import type { OnnxSession } from '@slowfast/onnx-session';
import type { DecoderBinding } from './decoder-binding.ts';
import type { DecoderStates } from './decoder-states.ts';
import { runDecoder } from './run-decoder.ts';
import { type EmbedderBinding, embedTokens } from './token-embedder.ts';

/** Embedding model and decoder with their weights in memory. */
export interface LoadedDecoder {
  readonly embedder: { readonly session: OnnxSession; readonly binding: EmbedderBinding };
  readonly decoder: { readonly session: OnnxSession; readonly binding: DecoderBinding };
}

/** A piece of a sequence: ids to embed, or embeddings `[tokens, embeddingSize]` that are ready. */
export type SequencePiece =
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  | { readonly kind: 'embeddings'; readonly values: Float32Array; readonly tokens: number };

/** What a sequence has come to: never changed, so that forks may share it. */
export interface SequenceState {
  /** Shared; whoever keeps a sequence state holds them. */
  readonly states: DecoderStates;
  /** Tokens in `states`. */
  readonly tokens: number;
  /** Logits of the position after the last token; absent before the first. */
  readonly logits: Float32Array | undefined;
}

/** What {@link extendSequence} may be told. */
export interface ExtendOptions {
  readonly chunkTokens: number;
  readonly embeddingSize: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The state after more tokens, which are run in chunks; the caller holds its states. Logits are fetched from the last
 * chunk only.
 *
 * Memory beside the states: the embeddings of one chunk, and its logits. States between two chunks are disposed when the
 * later one is done, and on failure.
 *
 * @throws DisposedError when nobody holds the states any more.
 */
export async function extendSequence(
  loaded: LoadedDecoder,
  from: SequenceState,
  pieces: readonly SequencePiece[],
  options: ExtendOptions,
): Promise<SequenceState> {
  const total = pieces.reduce((sum, piece) => sum + pieceLength(piece), 0);
  from.states.hold();
  let state = from;
  try {
    for (let done = 0; done < total; ) {
      options.signal?.throwIfAborted();
      const tokens = Math.min(options.chunkTokens, total - done);
      const embeddings = await chunkEmbeddings(loaded, pieces, done, tokens, options.embeddingSize);
      const result = await runDecoder(loaded.decoder.session, loaded.decoder.binding, {
        states: state.states,
        pastTokens: state.tokens,
        embeddings,
        tokens,
        wantsLogits: done + tokens === total,
      });
      state.states.release();
      state = { states: result.states, tokens: state.tokens + tokens, logits: result.logits };
      done += tokens;
      options.onProgress?.(done, total);
    }
    options.signal?.throwIfAborted();
    return state;
  } catch (error) {
    state.states.release();
    throw error;
  }
}

/** Number of tokens of a piece. */
export function pieceLength(piece: SequencePiece): number {
  return piece.kind === 'ids' ? piece.ids.length : piece.tokens;
}

/** Embeddings of the tokens `[start, start + tokens)` of the sequence. */
async function chunkEmbeddings(
  { embedder }: LoadedDecoder,
  pieces: readonly SequencePiece[],
  start: number,
  tokens: number,
  size: number,
): Promise<Float32Array> {
  const chunk = new Float32Array(tokens * size);
  let pieceStart = 0;
  for (const piece of pieces) {
    const length = pieceLength(piece);
    const from = Math.max(0, start - pieceStart);
    const to = Math.min(length, start + tokens - pieceStart);
    if (from < to) {
      const values =
        piece.kind === 'ids'
          ? await embedTokens(embedder.session, embedder.binding, piece.ids.slice(from, to))
          : piece.values.subarray(from * size, to * size);
      chunk.set(values, (pieceStart + from - start) * size);
    }
    pieceStart += length;
  }
  return chunk;
}
