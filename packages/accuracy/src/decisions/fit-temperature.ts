import { logitsOf } from './at-temperature.ts';
import type { DecidedQuestion } from './decided-question.ts';

/** Between these a temperature is sought. */
export const temperatureBounds = { low: 0.05, high: 20 } as const;

/** A temperature that was fitted. */
export interface FittedTemperature {
  readonly temperature: number;
  /** The bound that it lies on, where the questions want one beyond: all answers are right, say, or none says anything. */
  readonly bound?: 'low' | 'high';
}

/**
 * The temperature at which these questions' right answers are likeliest: it minimises the mean of their negative log-likelihoods, which is
 * convex in its inverse, so that the place where the slope changes its sign is the minimum, found by bisection in float64 (C. Guo et al.,
 * On calibration of modern neural networks, ICML 2017). 1 where all temperatures are alike.
 */
export function fitTemperature(
  items: readonly Pick<DecidedQuestion, 'probabilities' | 'right'>[],
): FittedTemperature {
  const of = items.map(({ probabilities, right }) => ({ logits: logitsOf(probabilities), right }));
  const slope = (inverse: number) => {
    let sum = 0;
    for (const { logits, right } of of) sum += expected(logits, inverse) - logits[right]!;
    return sum;
  };
  let [low, high] = [1 / temperatureBounds.high, 1 / temperatureBounds.low];
  const [first, last] = [slope(low), slope(high)];
  if (first >= 0 && last <= 0) return { temperature: 1 };
  if (first >= 0) return { temperature: temperatureBounds.high, bound: 'high' };
  if (last <= 0) return { temperature: temperatureBounds.low, bound: 'low' };
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return { temperature: 1 / middle };
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
}

/** The mean logit under the probabilities that it gives when all are multiplied. */
function expected(logits: readonly number[], inverse: number): number {
  const largest = Math.max(...logits);
  let [sum, total] = [0, 0];
  for (const logit of logits) {
    const weight = Math.exp((logit - largest) * inverse);
    sum += weight * logit;
    total += weight;
  }
  return sum / total;
}
