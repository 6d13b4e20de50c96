import type { GenerateOptions, LikelyToken, TokenLogprob } from '@slowfast/spec';
import { fakeLogProbability, wordIds } from './fake-logits.ts';

/** How likely a word was by the fake's logits. Words of other ids are not known: they are called by their numbers. */
export function fakeLogprob(
  logits: Float32Array,
  word: string,
  asked: Exclude<GenerateOptions['logprobs'], undefined | false>,
): TokenLogprob {
  const chosenId = wordIds(word)[0]!;
  const likely = (id: number): LikelyToken => {
    const token = id === chosenId ? word : `word-${id} `;
    const bytes = [...new TextEncoder().encode(token)];
    return { id, token, bytes, logprob: fakeLogProbability(logits, id) };
  };
  if (asked === true) return likely(chosenId);
  const ids = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]! || a - b);
  return { ...likely(chosenId), top: ids.slice(0, asked).map(likely) };
}
