import type { FinishReason, GeneratedPart, GenerateOptions } from '@slowfast/spec';
import { check, tokenSampler } from '../sampling/token-sampler.ts';
import type { TokenSpeller } from '../tokenizer/token-speller.ts';
import { stopText } from './stop-text.ts';
import { textStream } from './text-stream.ts';
import { toldLogprobs } from './told-logprobs.ts';

/** What generating needs of a sequence. */
export interface GrowingSequence {
  /** Whether one more token fits the context. */
  readonly hasRoom: boolean;
  /** Tokens that a repetition penalty is about. */
  readonly occurred: Iterable<number>;
  /** Logits of the next position; runs what was appended and has not run yet. */
  nextLogits(): Promise<Float32Array>;
  append(id: number): void;
}

/** What generating needs of a tokenizer. */
export interface AnswerTokenizer {
  /** Ids that end an answer. */
  readonly endIds: ReadonlySet<number>;
  decode(ids: readonly number[]): string;
  /** Text and bytes of a token, where logprobs are told. */
  readonly spell: TokenSpeller;
}

/**
 * Generates until an end token, a stop string, `maxTokens` or the end of the context. An end token is neither appended
 * nor counted. `tokens` of every part is the number of answer tokens so far.
 *
 * @throws InvalidSettingError when an option is out of range.
 */
export async function* generateAnswer(
  sequence: GrowingSequence,
  tokenizer: AnswerTokenizer,
  options: GenerateOptions,
): AsyncGenerator<GeneratedPart, void, undefined> {
  const { maxTokens, betweenRuns, signal } = options;
  check(
    'maxTokens',
    maxTokens,
    'a whole number of at least 1',
    (value) => Number.isInteger(value) && value >= 1,
  );
  const sample = tokenSampler(options);
  const stream = textStream(tokenizer.decode);
  const stop = stopText(options.stopStrings ?? []);
  const told = toldLogprobs(options.logprobs, tokenizer.spell);
  let tokens = 0;
  let finishReason: FinishReason | undefined;
  while (finishReason === undefined) {
    signal?.throwIfAborted();
    if (tokens === maxTokens) finishReason = 'length';
    else if (!sequence.hasRoom) finishReason = 'context';
    if (finishReason !== undefined) break;
    // The first token comes from the end of the prompt, which has run.
    if (tokens > 0) await betweenRuns?.();
    const logits = await sequence.nextLogits();
    const id = sample(logits, sequence.occurred);
    signal?.throwIfAborted();
    if (tokenizer.endIds.has(id)) {
      finishReason = 'stop';
      break;
    }
    told.push(logits, id);
    sequence.append(id);
    tokens++;
    const { text, isStopped } = stop.push(stream.push(id));
    if (text !== '') yield { type: 'text-delta', text, tokens, ...told.take() };
    if (isStopped) return yield { type: 'generation-end', finishReason: 'stop', tokens, ...told.take() };
  }
  const last = stop.push(stream.finish());
  const rest = last.isStopped ? last.text : last.text + stop.finish();
  if (rest !== '') yield { type: 'text-delta', text: rest, tokens, ...told.take() };
  finishReason = last.isStopped ? 'stop' : finishReason;
  yield { type: 'generation-end', finishReason, tokens, ...told.take() };
}
