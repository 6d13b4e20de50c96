import type { OnnxSession } from '@slowfast/onnx-session';
import type { DecoderGraphBinding } from './decoder-graph-binding.ts';
import type { DecoderGraphStates } from './decoder-graph-states.ts';
import { type DecoderGraphResult, type DecoderGraphStep, runDecoderGraph } from './run-decoder-graph.ts';
import { pieceLength, type SequencePiece } from './sequence-piece.ts';
import type { TokenFeeder } from './token-feeder.ts';

/** A decoder graph with its weights in memory, and what prepares tokens for it. */
export interface LoadedDecoderGraph {
  readonly feed: TokenFeeder;
  readonly session: OnnxSession;
  readonly binding: DecoderGraphBinding;
}

/** What a sequence has come to: never changed, so that forks may share it. */
export interface SequenceState {
  /** Shared; whoever keeps a sequence state holds them. */
  readonly states: DecoderGraphStates;
  /** Tokens in `states`. */
  readonly tokens: number;
  /** Logits of the position after the last token; absent before the first. */
  readonly logits: Float32Array | undefined;
}

/** Options of {@link extendSequence}. */
export interface ExtendOptions {
  readonly chunkTokens: number;
  readonly embeddingSize: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Awaited between two chunks. */
  readonly betweenRuns?: (() => Promise<void>) | undefined;
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
  loaded: LoadedDecoderGraph,
  from: SequenceState,
  pieces: readonly SequencePiece[],
  options: ExtendOptions,
): Promise<SequenceState> {
  const total = pieces.reduce((sum, piece) => sum + pieceLength(piece), 0);
  from.states.hold();
  let state = from;
  try {
    for (let done = 0; done < total; ) {
      if (done > 0) await options.betweenRuns?.();
      options.signal?.throwIfAborted();
      const tokens = Math.min(options.chunkTokens, total - done);
      const result = await runStep(loaded, {
        states: state.states,
        pastTokens: state.tokens,
        input: await loaded.feed(pieces, done, tokens, options.embeddingSize),
        tokens,
        tokensToCome: total - done - tokens,
        embeddingSize: options.embeddingSize,
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

/**
 * The one place that knows which session runs a step. Two sessions with other forms of the same weights, one for many
 * tokens and one for few, would part ways here: states are the same to both.
 */
function runStep(
  { session, binding }: LoadedDecoderGraph,
  step: DecoderGraphStep,
): Promise<DecoderGraphResult> {
  return runDecoderGraph(session, binding, step);
}
