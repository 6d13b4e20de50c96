import {
  ContextExceededError,
  DisposedError,
  type FinishReason,
  type GeneratedPart,
  type GenerateOptions,
  InvalidSettingError,
  type LanguageModelSession,
  type LikelihoodOptions,
  type PrefillOptions,
  type PromptPart,
  type SamplingSettings,
  type TokenLogprob,
} from '@slowfast/spec';
import { fakeEndId, fakeLogits, fakeLogProbability } from './fake-logits.ts';
import { fakeLogprob } from './fake-logprobs.ts';
import type { FakeModelState } from './fake-model-state.ts';
import { answerToken, type FakeToken, hashTokens, promptTokens, splitWords } from './fake-tokens.ts';
import { nextTask } from './next-task.ts';

/** What an answer without a fixed text is made of. */
const words = ['red ', 'blue ', 'left ', 'right ', 'big ', 'small ', 'ball ', 'cube '];

/** A list of tokens that can be continued. */
export class FakeLanguageModelSession implements LanguageModelSession {
  readonly #model: FakeModelState;
  #tokens: readonly FakeToken[];
  #isDisposed = false;

  constructor(model: FakeModelState, tokens: readonly FakeToken[]) {
    this.#model = model;
    this.#tokens = tokens;
    model.liveSessions += 1;
  }

  get tokenCount(): number {
    return this.#tokens.length;
  }

  async prefill(parts: readonly PromptPart[], options: PrefillOptions = {}): Promise<void> {
    this.#assertAlive();
    const { embeddingSize, contextLength, tokensPerChunk } = this.#model.settings;
    const added = await promptTokens(parts, options.videoTokens, embeddingSize);
    const needed = this.tokenCount + added.length;
    if (needed > contextLength) throw this.#tooMany(needed, options.videoTokens?.shape[0] ?? 0);
    for (let done = 0; done < added.length; ) {
      if (done > 0) await options.betweenRuns?.();
      options.signal?.throwIfAborted();
      await nextTask();
      this.#assertAlive();
      done = Math.min(done + tokensPerChunk, added.length);
      options.onProgress?.(done, added.length);
    }
    options.signal?.throwIfAborted();
    this.#tokens = [...this.#tokens, ...added];
    this.#model.prefilledTokens += added.length;
  }

  async *generate(options: GenerateOptions): AsyncGenerator<GeneratedPart> {
    const stopStrings = options.stopStrings ?? [];
    let held = '';
    let untold: TokenLogprob[] = [];
    const takeLogprobs = () => {
      if (!options.logprobs) return {};
      const logprobs = untold;
      untold = [];
      return { logprobs };
    };
    let tokens = 0;
    let finishReason: FinishReason | undefined;
    while (finishReason === undefined) {
      if (tokens > 0) await options.betweenRuns?.();
      options.signal?.throwIfAborted();
      await nextTask();
      options.signal?.throwIfAborted();
      this.#assertAlive();
      const word = this.#nextWord(tokens, options);
      if (word === undefined) finishReason = 'stop';
      else if (tokens === options.maxTokens) finishReason = 'length';
      else if (this.tokenCount === this.#model.settings.contextLength) finishReason = 'context';
      else {
        if (options.logprobs)
          untold.push(fakeLogprob(fakeLogits(this.#tokens, word), word, options.logprobs));
        this.#tokens = [...this.#tokens, answerToken(word)];
        tokens += 1;
        held += word;
        const stop = firstStop(held, stopStrings);
        if (stop !== undefined) {
          held = held.slice(0, stop);
          finishReason = 'stop';
        }
      }
      const ready = finishReason === undefined ? held.length - heldBack(held, stopStrings) : held.length;
      if (ready > 0) yield { type: 'text-delta', text: held.slice(0, ready), tokens, ...takeLogprobs() };
      held = held.slice(ready);
    }
    yield { type: 'generation-end', finishReason, tokens, ...takeLogprobs() };
  }

  async nextLogits(): Promise<Float32Array> {
    this.#assertPrompted();
    return fakeLogits(this.#tokens, this.#nextWord(0));
  }

  async logLikelihood(tokens: readonly number[], options: LikelihoodOptions = {}): Promise<number> {
    const { betweenRuns, signal } = options;
    signal?.throwIfAborted();
    this.#assertPrompted();
    const needed = this.tokenCount + tokens.length;
    if (needed > this.#model.settings.contextLength) throw this.#tooMany(needed, 0);
    let sum = 0;
    for (const [i, id] of [...tokens, fakeEndId].entries()) {
      if (i > 0) await betweenRuns?.();
      signal?.throwIfAborted();
      await nextTask();
      this.#assertAlive();
      const logits = fakeLogits([...this.#tokens, ...tokens.slice(0, i)], this.#nextWord(i));
      sum += fakeLogProbability(logits, id);
    }
    return sum;
  }

  async fork(): Promise<LanguageModelSession> {
    this.#assertAlive();
    return new FakeLanguageModelSession(this.#model, this.#tokens);
  }

  async dispose(): Promise<void> {
    if (!this.#isDisposed) this.#model.liveSessions -= 1;
    this.#isDisposed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  /** Undefined at the end of the answer: after the fixed text, or after one to four words. */
  #nextWord(position: number, { temperature = 0, seed = 0 }: SamplingSettings = {}): string | undefined {
    const { answer } = this.#model.settings;
    if (answer !== undefined) return splitWords(answer)[position];
    const hash = hashTokens(temperature > 0 ? [...this.#tokens, seed] : this.#tokens);
    const isEnd = position >= 4 || (position > 0 && hash % 4 === 0);
    return isEnd ? undefined : words[(hash >>> 8) % words.length];
  }

  #tooMany(needed: number, videoTokens: number): ContextExceededError {
    const { contextLength } = this.#model.settings;
    const textTokens = needed - videoTokens;
    return new ContextExceededError({ needed, videoTokens, textTokens, answerTokens: 0, contextLength });
  }

  #assertPrompted(): void {
    this.#assertAlive();
    if (this.tokenCount > 0) return;
    const facts = { found: 'asked for before a prompt', expected: 'a prefill with a prompt first' };
    throw new InvalidSettingError({ setting: 'The next token', ...facts });
  }

  #assertAlive(): void {
    if (this.#isDisposed || this.#model.isDisposed) throw new DisposedError({ what: 'The session' });
  }
}

/** Where the earliest stop string begins. */
function firstStop(text: string, stopStrings: readonly string[]): number | undefined {
  const places = stopStrings.map((stop) => text.indexOf(stop)).filter((place) => place >= 0);
  return places.length === 0 ? undefined : Math.min(...places);
}

/** Length of the end of the text that may be the beginning of a stop string. */
function heldBack(text: string, stopStrings: readonly string[]): number {
  const lengths = stopStrings.flatMap((stop) =>
    Array.from({ length: stop.length - 1 }, (_, i) => i + 1).filter((length) =>
      text.endsWith(stop.slice(0, length)),
    ),
  );
  return Math.max(0, ...lengths);
}
