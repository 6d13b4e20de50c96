import {
  ContextExceededError,
  DisposedError,
  type GeneratedPart,
  type GenerateOptions,
  InvalidSettingError,
  type LanguageModelSession,
  type LikelihoodOptions,
  type PrefillOptions,
  type PromptPart,
} from '@slowfast/spec';
import { type AnswerTokenizer, type GrowingSequence, generateAnswer } from './answer/generate-answer.ts';
import { logLikelihood } from './answer/log-likelihood.ts';
import { type ComputeSequence, KeptSequence } from './decoder-graph/kept-sequence.ts';
import {
  extendSequence,
  type LoadedDecoderGraph,
  type SequenceState,
} from './decoder-graph/loaded-decoder-graph.ts';
import { pieceLength, type SequencePiece } from './decoder-graph/sequence-piece.ts';
import { promptPieces, requireVideo } from './prompt-pieces.ts';
import { promptSegments } from './tokenizer/prompt-segments.ts';
import type { PromptTokenizer } from './tokenizer/prompt-tokenizer.ts';

/** What all sessions of a model share. */
export interface SessionModel {
  readonly loaded: LoadedDecoderGraph;
  readonly tokenizer: PromptTokenizer & AnswerTokenizer;
  readonly contextLength: number;
  readonly embeddingSize: number;
  readonly chunkTokens: number;
}

/**
 * A sequence and what is not in its cache yet. It is replaced as a whole, so that a fork shares it for nothing. A session
 * holds the sequence of its own.
 */
interface Progress {
  readonly sequence: KeptSequence;
  /** Answer tokens that were chosen but have not run. */
  readonly waiting: readonly number[];
  /** Text tokens so far. */
  readonly occurred: readonly number[];
  /** How many of the tokens so far were a video's. */
  readonly videoTokens: number;
}

/** A new session. `empty` makes the state before the first token. */
export function onnxLanguageModelSession(
  model: SessionModel,
  empty: () => SequenceState,
): LanguageModelSession {
  const start = { sequence: KeptSequence.empty(empty), waiting: [], occurred: [], videoTokens: 0 };
  return openSession(model, start).session;
}

/** A session, and its sequence to append to. */
function openSession(
  model: SessionModel,
  start: Progress,
): { readonly session: LanguageModelSession; readonly growing: GrowingSequence } {
  let progress: Progress | undefined = start;
  const alive = (): Progress => {
    if (!progress) throw new DisposedError({ what: 'The language model session' });
    return progress;
  };
  const tokenCount = () => alive().sequence.tokens + alive().waiting.length;

  async function extend(from: Progress, pieces: readonly SequencePiece[], options: PrefillOptions = {}) {
    const { loaded, chunkTokens, embeddingSize } = model;
    const all = from.waiting.length > 0 ? [{ kind: 'ids', ids: from.waiting } as const, ...pieces] : pieces;
    const { onProgress, betweenRuns, signal } = options;
    const compute: ComputeSequence = (state, some, isAgain) =>
      extendSequence(loaded, state, some, {
        chunkTokens,
        embeddingSize,
        onProgress: isAgain ? undefined : onProgress,
        betweenRuns,
        signal,
      });
    const sequence = await from.sequence.extend(all, compute);
    // Disposed meanwhile: there is nothing to continue.
    const before = progress;
    if (!before) sequence.release();
    alive();
    before?.sequence.release();
    const ids = pieces.flatMap((piece) => (piece.kind === 'ids' ? piece.ids : []));
    const newVideo = pieces.reduce((sum, piece) => sum + (piece.kind === 'ids' ? 0 : piece.tokens), 0);
    progress = {
      sequence,
      waiting: [],
      occurred: [...from.occurred, ...ids],
      videoTokens: from.videoTokens + newVideo,
    };
  }

  async function prefill(parts: readonly PromptPart[], options: PrefillOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    alive();
    const segments = promptSegments(parts, model.tokenizer, tokenCount() === 0);
    const videoTokens = requireVideo(segments, options.videoTokens, model.embeddingSize);
    const textTokens = segments.reduce(
      (sum, segment) => sum + (segment.kind === 'ids' ? segment.ids.length : 0),
      0,
    );
    requireRoom(textTokens + videoTokens, videoTokens);
    const pieces = promptPieces(segments, await options.videoTokens?.read(), videoTokens);
    await extend(
      alive(),
      pieces.filter((piece) => pieceLength(piece) > 0),
      options,
    );
  }

  function requireRoom(newTokens: number, newVideoTokens: number): void {
    const { contextLength } = model;
    const needed = tokenCount() + newTokens;
    if (needed <= contextLength) return;
    const videoTokens = alive().videoTokens + newVideoTokens;
    const textTokens = needed - videoTokens;
    throw new ContextExceededError({ needed, videoTokens, textTokens, answerTokens: 0, contextLength });
  }

  const growing: GrowingSequence = {
    get hasRoom() {
      return tokenCount() < model.contextLength;
    },
    get occurred() {
      return alive().occurred;
    },
    async nextLogits() {
      if (alive().waiting.length > 0) await extend(alive(), []);
      const { logits } = alive().sequence;
      if (logits) return logits;
      throw new InvalidSettingError({
        setting: 'The next token',
        found: 'asked for before a prompt',
        expected: 'a prefill with a prompt first',
      });
    },
    append(id) {
      const before = alive();
      progress = { ...before, waiting: [...before.waiting, id], occurred: [...before.occurred, id] };
    },
  };

  async function* generate(options: GenerateOptions): AsyncGenerator<GeneratedPart, void, undefined> {
    alive();
    yield* generateAnswer(growing, model.tokenizer, options);
  }

  async function dispose(): Promise<void> {
    const before = progress;
    progress = undefined;
    before?.sequence.release();
  }

  function openFork() {
    const shared = alive();
    shared.sequence.hold();
    return openSession(model, shared);
  }

  async function likelihood(tokens: readonly number[], options?: LikelihoodOptions): Promise<number> {
    options?.signal?.throwIfAborted();
    requireRoom(tokens.length, 0);
    const fork = openFork();
    await using _ = fork.session;
    return await logLikelihood(fork.growing, tokens, model.tokenizer.endIds, options);
  }

  const session: LanguageModelSession = {
    get tokenCount() {
      return tokenCount();
    },
    prefill,
    generate,
    nextLogits: async () => (await growing.nextLogits()).slice(),
    logLikelihood: likelihood,
    fork: async () => openFork().session,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
  return { session, growing };
}
