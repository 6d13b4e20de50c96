import type { LikelihoodOptions } from '@slowfast/spec';
import type { GrowingSequence } from './generate-answer.ts';

/**
 * Natural logarithm of the probability that a sequence goes on with these tokens and then ends. They are appended to it.
 *
 * @param endIds tokens that end an answer; where there are none, it is not asked whether it ends.
 */
export async function logLikelihood(
  sequence: GrowingSequence,
  tokens: readonly number[],
  endIds: ReadonlySet<number>,
  { betweenRuns, signal }: LikelihoodOptions = {},
): Promise<number> {
  let sum = 0;
  for (const [i, token] of tokens.entries()) {
    signal?.throwIfAborted();
    // The first token's logits come from the end of the prompt, which has run.
    if (i > 0) await betweenRuns?.();
    sum += logProbability(await sequence.nextLogits(), [token]);
    sequence.append(token);
  }
  signal?.throwIfAborted();
  if (endIds.size === 0) return sum;
  if (tokens.length > 0) await betweenRuns?.();
  return sum + logProbability(await sequence.nextLogits(), endIds);
}

/** Natural logarithm of the probability that it is one of these tokens. */
function logProbability(logits: Float32Array, tokens: Iterable<number>): number {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > largest) largest = logits[id]!;
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp(logits[id]! - largest);
  let wanted = 0;
  for (const id of new Set(tokens)) wanted += Math.exp((logits[id] ?? -Infinity) - largest);
  return Math.log(wanted / total);
}
