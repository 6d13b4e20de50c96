import type { GenerateOptions, LikelyToken, TokenLogprob } from '@slowfast/spec';
import { answerToken } from './fake-tokens.ts';

/** The distribution of the fake: half of it is the word that comes, the rest is shared by the other words. */
export function fakeLogprob(
  word: string,
  words: readonly string[],
  asked: Exclude<GenerateOptions['logprobs'], undefined | false>,
): TokenLogprob {
  const others = words.filter((other) => other !== word);
  const likely = (word: string, probability: number): LikelyToken => ({
    id: answerToken(word),
    token: word,
    bytes: [...new TextEncoder().encode(word)],
    logprob: Math.log(probability),
  });
  const chosen = likely(word, 0.5);
  if (asked === true) return chosen;
  return {
    ...chosen,
    top: [chosen, ...others.map((other) => likely(other, 0.5 / others.length))].slice(0, asked),
  };
}
