import type { SamplingSettings } from '@slowfast/spec';
import { leastOfSum, nthLargest } from './largest-values.ts';

/** Tokens that may come next and how likely each is; ids ascend, probabilities sum to 1. */
export interface TokenDistribution {
  readonly ids: Int32Array;
  readonly probabilities: Float64Array;
}

/**
 * The distribution that sampling draws from. The settings apply in the order of transformers: repetition penalty (done
 * before, see `penalized`), temperature, top-k, top-p, min-p
 * (https://github.com/huggingface/transformers/blob/v4.57.0/src/transformers/generation/utils.py, `_get_logits_processor`).
 * Top-k keeps all tokens that tie with the k-th; where top-p cuts among equals, lower ids stay.
 *
 * Cost: linear in the vocabulary.
 */
export function tokenDistribution(
  logits: Float32Array,
  settings: Pick<SamplingSettings, 'topK' | 'topP' | 'minP'> & { readonly temperature: number },
): TokenDistribution {
  const { temperature, topK, topP, minP } = settings;
  // Plain loops over typed arrays: vocabularies have 150,000 tokens, and this runs for each token of an answer.
  const leastLogit = topK !== undefined && topK < logits.length ? nthLargest(logits, topK) : -Infinity;
  const ids = new Int32Array(logits.length);
  let count = 0;
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id]!;
    if (logit < leastLogit || logit === -Infinity) continue;
    ids[count++] = id;
    if (logit > largest) largest = logit;
  }
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) weights[i] = Math.exp((logits[ids[i]!]! - largest) / temperature);
  if (topP !== undefined && topP < 1) keepSum(weights, topP);
  // The likeliest has the weight 1.
  return normalized(ids, weights, minP ?? 0);
}

/** Sets to zero all but the fewest likeliest whose share reaches `topP`; at least one stays. */
function keepSum(weights: Float64Array, topP: number): void {
  const needed = topP * sum(weights);
  const least = leastOfSum(weights, needed);
  let greater = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i]! > least) greater += weights[i]!;
  let equalsLeft = Math.max(1, Math.ceil((needed - greater) / least));
  for (let i = 0; i < weights.length; i++) {
    const isKept = weights[i]! > least || (weights[i] === least && equalsLeft-- > 0);
    if (!isKept) weights[i] = 0;
  }
}

/** The tokens of at least some weight above zero, as probabilities. */
function normalized(ids: Int32Array, weights: Float64Array, leastWeight: number): TokenDistribution {
  let count = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight === 0 || weight < leastWeight) continue;
    ids[count] = ids[i]!;
    weights[count++] = weight;
  }
  const probabilities = weights.slice(0, count);
  const total = sum(probabilities);
  for (let i = 0; i < count; i++) probabilities[i]! /= total;
  return { ids: ids.slice(0, count), probabilities };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
