import { DisposedError, type LanguageModel } from '@slowfast/spec';
import { FakeLanguageModelSession } from './fake-language-model-session.ts';
import { wordIds } from './fake-logits.ts';
import type { FakeModelState } from './fake-model-state.ts';
import { splitWords } from './fake-tokens.ts';

/** Settings of {@link fakeLanguageModel}. */
export interface FakeLanguageModelSettings {
  /** Width of a token; 8 if absent. */
  readonly embeddingSize?: number;
  /** 4096 if absent. */
  readonly contextLength?: number;
  /** Tokens of a prefill chunk; 16 if absent. */
  readonly tokensPerChunk?: number;
  /** What it answers to everything; without it the answer depends on the whole context. */
  readonly answer?: string;
  /** Words that it does not know. */
  readonly unknownWords?: readonly string[];
}

/** A {@link LanguageModel} that also tells what was done with it. */
export interface FakeLanguageModel extends LanguageModel {
  /** Tokens prefilled so far by all sessions; a fork costs none. */
  readonly prefilledTokens: number;
  /** Sessions that have not been disposed. */
  readonly liveSessions: number;
  readonly isDisposed: boolean;
}

/** Bytes that a token of the fake takes, so that plans have something to count. */
const bytesPerToken = 64;

/**
 * A language model without weights: a token is a word, the "cache" is the list of tokens, and the answer is computed from
 * a hash of all of them, so that it shows every difference in the context. It follows the whole contract of a language
 * model: chunked prefill, forks, cancellation, stop strings, limits.
 */
export function fakeLanguageModel(settings: FakeLanguageModelSettings = {}): FakeLanguageModel {
  const {
    embeddingSize = 8,
    contextLength = 4096,
    tokensPerChunk = 16,
    answer,
    unknownWords = [],
  } = settings;
  const state: FakeModelState = {
    settings: { embeddingSize, contextLength, tokensPerChunk, answer },
    prefilledTokens: 0,
    liveSessions: 0,
    isDisposed: false,
  };
  const dispose = async () => {
    state.isDisposed = true;
  };
  return {
    id: `fake-language-model-${embeddingSize}-${contextLength}`,
    embeddingSize,
    contextLength,
    get prefilledTokens() {
      return state.prefilledTokens;
    },
    get liveSessions() {
      return state.liveSessions;
    },
    get isDisposed() {
      return state.isDisposed;
    },
    checkPrompt(parts) {
      const words = parts.flatMap((part) =>
        part.type === 'video' ? [] : splitWords(part.text).map((word) => ({ type: part.type, word })),
      );
      const unknown = words
        .filter(({ type, word }) => type === 'text' && unknownWords.includes(word.trim()))
        .map(({ word }) => word.trim());
      return { textTokens: words.length, unknownWords: [...new Set(unknown)] };
    },
    spellings(_, text) {
      const isUnknown = splitWords(text).some((word) => unknownWords.includes(word.trim()));
      return isUnknown || text.trim() === '' ? [] : [wordIds(text)];
    },
    contextBytes: (tokens) => ({
      keyValueCache: tokens * bytesPerToken,
      logits: tokensPerChunk * bytesPerToken,
    }),
    async session() {
      if (state.isDisposed) throw new DisposedError({ what: 'The language model' });
      return new FakeLanguageModelSession(state, []);
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
