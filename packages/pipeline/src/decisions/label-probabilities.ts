/** How likely each of some answers is. */
export interface LabelProbabilities {
  /** In the order of the answers; they sum to 1. */
  readonly probabilities: readonly number[];
  /** How much of the whole probability they had together, 0 to 1. */
  readonly labelMass: number;
}

/**
 * Shares the probability of the next token among answers, each of which has tokens of its own. Computed in float64.
 *
 * @param temperature divides an answer's logit, which is that of all of its tokens together; the mass is that without it.
 */
export function probabilitiesOfTokens(
  logits: Float32Array,
  tokensOfAnswers: readonly (readonly number[])[],
  temperature: number,
): LabelProbabilities {
  let largest = -Infinity;
  for (let id = 0; id < logits.length; id++) if (logits[id]! > largest) largest = logits[id]!;
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp(logits[id]! - largest);
  const logTotal = largest + Math.log(total);
  const logProbabilities = tokensOfAnswers.map(
    (tokens) => logSum(tokens.map((id) => logits[id] ?? -Infinity)) - logTotal,
  );
  return probabilitiesOfLogs(logProbabilities, temperature);
}

/** The same from the logarithms of the answers' probabilities. */
export function probabilitiesOfLogs(
  logProbabilities: readonly number[],
  temperature: number,
): LabelProbabilities {
  const mass = logProbabilities.reduce((sum, log) => sum + Math.exp(log), 0);
  const largest = Math.max(...logProbabilities);
  // Where none is possible at all, none is preferred.
  const weights = logProbabilities.map((log) =>
    largest === -Infinity ? 1 : Math.exp((log - largest) / temperature),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { probabilities: weights.map((weight) => weight / total), labelMass: Math.min(1, mass) };
}

/** The mean of several; one at least, of as many answers each. */
export function meanProbabilities(all: readonly LabelProbabilities[]): LabelProbabilities {
  const mean = (of: (each: LabelProbabilities) => number) =>
    all.reduce((sum, each) => sum + of(each), 0) / all.length;
  return {
    probabilities: all[0]!.probabilities.map((_, i) => mean(({ probabilities }) => probabilities[i]!)),
    labelMass: mean(({ labelMass }) => labelMass),
  };
}

/** Logarithm of the sum of what these are logarithms of. */
export function logSum(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
