import { nthLargest } from './largest-values.ts';

/** A token and the natural logarithm of its probability. */
export interface ScoredToken {
  readonly id: number;
  readonly logprob: number;
}

/**
 * How likely tokens are by the softmax of the logits, in 64 bits.
 *
 * @param top how many of the likeliest tokens to give; fewer where fewer are possible at all. Likeliest first, equals by id.
 * Cost: linear in the vocabulary.
 */
export function tokenLogprobs(
  logits: Float32Array,
  id: number,
  top: number,
): { readonly chosen: ScoredToken; readonly top: readonly ScoredToken[] } {
  const normalizer = logSumExp(logits);
  const scored = (id: number): ScoredToken => ({ id, logprob: logits[id]! - normalizer });
  return { chosen: scored(id), top: largest(logits, top).map(scored) };
}

function logSumExp(logits: Float32Array): number {
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) if (logits[i]! > most) most = logits[i]!;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(logits[i]! - most);
  return most + Math.log(sum);
}

function largest(logits: Float32Array, count: number): readonly number[] {
  if (count === 0) return [];
  const least = count < logits.length ? nthLargest(logits, count) : -Infinity;
  const ids: number[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (logits[id]! >= least && logits[id]! > -Infinity) ids.push(id);
  }
  return ids.sort((a, b) => logits[b]! - logits[a]! || a - b).slice(0, count);
}
