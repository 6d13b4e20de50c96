import type { PromptPart } from './prompt-template.ts';
import type { Tensor } from './tensor.ts';
import type { TokenConstraint, TokenVocabulary } from './token-constraint.ts';
import type { TokenLogprob } from './token-logprob.ts';

/** Why an answer ended: a stop token or string, the token limit, or a full context. */
export type FinishReason = 'stop' | 'length' | 'context';

/** How the next token is chosen. Greedy without `temperature`. */
export interface SamplingSettings {
  /** 0 or absent: greedy. */
  readonly temperature?: number | undefined;
  /** Keep the k likeliest tokens. */
  readonly topK?: number | undefined;
  /** Keep the likeliest tokens whose probabilities reach this sum, 0 to 1. */
  readonly topP?: number | undefined;
  /** Keep tokens at least this fraction as likely as the likeliest, 0 to 1. */
  readonly minP?: number | undefined;
  /** Divides (or multiplies, when negative) the logits of tokens that already occurred; 1 changes nothing. */
  readonly repetitionPenalty?: number | undefined;
  /** Makes sampling repeatable. */
  readonly seed?: number | undefined;
}

/** Options of one `generate` call. */
export interface GenerateOptions extends SamplingSettings {
  /** At most this many answer tokens. */
  readonly maxTokens: number;
  /** Texts that end the answer and are not part of it. */
  readonly stopStrings?: readonly string[] | undefined;
  /**
   * Which tokens may come: made for this answer, which ends when nothing may follow; `length` is then the reason where the limit had a part
   * in it. Stop strings still end it anywhere.
   */
  readonly constraint?: TokenConstraint | undefined;
  /** Tells how likely each token was; a number, 1 or more, also the likeliest so many in its place. */
  readonly logprobs?: boolean | number | undefined;
  /** Awaited between two runs of the model, so that others that share it have their turn; what it throws ends the iteration. */
  readonly betweenRuns?: (() => Promise<void>) | undefined;
  /** Stops after at most one more token; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A piece of generated text; `tokens` counts the answer's tokens so far. Text is cut at whole characters only: a
 * half-decoded UTF-8 sequence is held back. `logprobs`, where they were asked for, are those of the tokens since the part before.
 */
export type GeneratedPart =
  | {
      readonly type: 'text-delta';
      readonly text: string;
      readonly tokens: number;
      readonly logprobs?: readonly TokenLogprob[];
    }
  | {
      readonly type: 'generation-end';
      readonly finishReason: FinishReason;
      readonly tokens: number;
      readonly logprobs?: readonly TokenLogprob[];
    };

/** How many tokens a rendered prompt takes, and which of its words the tokenizer does not know. */
export interface PromptCheck {
  /** Tokens of control and text parts; the video's are not counted. */
  readonly textTokens: number;
  /** Words of `text` parts that became the unknown token, as typed, each once. Empty for byte-level tokenizers. */
  readonly unknownWords: readonly string[];
}

/** Bytes of memory that a number of tokens in the context takes. */
export interface ContextBytes {
  /** Key-value cache of all tokens. */
  readonly keyValueCache: number;
  /** Largest logits output of one prefill chunk or step. */
  readonly logits: number;
}

/** Options of `prefill`. */
export interface PrefillOptions {
  /** Tokens `[tokens, embeddingSize]` for the `video` parts; the caller keeps owning them. */
  readonly videoTokens?: Tensor | undefined;
  /** Called after each chunk with the tokens done of this call's total. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Awaited between two chunks, so that others that share the model have their turn; what it throws ends the call. */
  readonly betweenRuns?: (() => Promise<void>) | undefined;
  /** Stops after at most one more chunk; the call then rejects with the signal's reason and the session is as before. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `logLikelihood`. */
export interface LikelihoodOptions {
  /** Awaited between two runs of the model, so that others that share it have their turn; what it throws ends the call. */
  readonly betweenRuns?: (() => Promise<void>) | undefined;
  /** Stops after at most one more token; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The language model of a checkpoint, with its tokenizer. It knows no video, only where tokens of one are spliced in. */
export interface LanguageModel extends AsyncDisposable {
  /** Stable text that names the weights. */
  readonly id: string;
  /** Width of an input embedding: equals the vision encoder's `embeddingSize`. */
  readonly embeddingSize: number;
  /** Most tokens, prompt and answer together, that the model was made for. */
  readonly contextLength: number;
  /** Tokenises without running anything. */
  checkPrompt(parts: readonly PromptPart[]): PromptCheck;
  /** The texts of its tokens, for a constraint; absent where they can't be told. Cost: milliseconds, the first time. */
  vocabulary?(): TokenVocabulary;
  /**
   * The ways in which a text may go on right behind a prompt, with and without a space in front of it: tokens of each, none twice. Runs
   * nothing. Empty for a text that the tokenizer can't write.
   */
  spellings(prompt: readonly PromptPart[], text: string): readonly (readonly number[])[];
  /** Memory that a context of so many tokens takes. */
  contextBytes(tokens: number): ContextBytes;
  /** A new empty session. */
  session(): Promise<LanguageModelSession>;
  /** Frees the weights, and gives up loading them; may be called twice. */
  dispose(): Promise<void>;
}

/** One sequence with its key-value cache. The cache is opaque. Calls must not overlap. */
export interface LanguageModelSession extends AsyncDisposable {
  /** Tokens in the cache, video tokens included. */
  readonly tokenCount: number;
  /**
   * Appends a prompt in chunks. On an error or a cancellation the session is as it was before the call.
   *
   * @throws ContextExceededError before anything runs, when the tokens don't fit.
   * @throws InvalidTensorError when the `video` parts are not all rows of the video tokens, once and in their order.
   */
  prefill(parts: readonly PromptPart[], options?: PrefillOptions): Promise<void>;
  /** Generates from the end of the prompt; the answer's tokens are appended to the cache. */
  generate(options: GenerateOptions): AsyncIterable<GeneratedPart>;
  /**
   * Logits `[vocabulary]` of the token that comes next, which the caller owns. Nothing runs behind a prefill. The session stays as it is.
   *
   * @throws InvalidSettingError before a prompt.
   */
  nextLogits(): Promise<Float32Array>;
  /**
   * Natural logarithm of the probability that the sequence goes on with these tokens and ends there. One run for each of them. The
   * session stays as it is.
   *
   * @throws ContextExceededError before anything runs, when they don't fit.
   */
  logLikelihood(tokens: readonly number[], options?: LikelihoodOptions): Promise<number>;
  /** A session that continues from here on its own; the prefix is shared where the layout allows it, else copied. */
  fork(): Promise<LanguageModelSession>;
  dispose(): Promise<void>;
}
