/**
 * The probabilities of answers when their logits are divided by a temperature, from those at temperature 1. Computed by logarithms.
 *
 * @param probabilities sum to 1.
 */
export function atTemperature(probabilities: readonly number[], temperature: number): readonly number[] {
  if (temperature === 1) return probabilities;
  const logits = logitsOf(probabilities).map((logit) => logit / temperature);
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Logits up to a constant; what is too unlikely for a number counts as the least one. */
export function logitsOf(probabilities: readonly number[]): readonly number[] {
  return probabilities.map((probability) => Math.log(Math.max(probability, Number.MIN_VALUE)));
}
