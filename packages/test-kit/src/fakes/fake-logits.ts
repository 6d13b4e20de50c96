import { type FakeToken, hashText, hashTokens, splitWords } from './fake-tokens.ts';

/** Number of logits of a position. */
const fakeVocabularySize = 4096;

/** The id that stands for the end of an answer. */
export const fakeEndId = 0;

/** A word that would be generated is so much likelier than the others, whose logits are between 0 and 4. */
const likeliestLogit = 12;

/** Ids of the words of a text: white space and marks behind a word don't count. */
export function wordIds(text: string): readonly number[] {
  return splitWords(text.trim()).map((word) => {
    const bare = word.trim().replace(/[).,:]+$/, '');
    return 1 + (hashText(`word:${bare}`) % (fakeVocabularySize - 1));
  });
}

/** Logits behind a sequence that would go on with this word, or end; they depend on all of its tokens. */
export function fakeLogits(tokens: readonly FakeToken[], nextWord: string | undefined): Float32Array {
  const before = hashTokens(tokens);
  const logits = Float32Array.from(
    { length: fakeVocabularySize },
    (_, id) => (hashTokens([before, id]) % 4096) / 1024,
  );
  logits[nextWord === undefined ? fakeEndId : wordIds(nextWord)[0]!] = likeliestLogit;
  return logits;
}

/** Natural logarithm of the probability of one id. */
export function fakeLogProbability(logits: Float32Array, id: number): number {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return (logits[id] ?? -Infinity) - Math.log(total);
}
