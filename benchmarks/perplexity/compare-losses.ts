/** How much worse one set of losses is than another of the same tokens. */
export interface LossComparison {
  readonly perplexity: number;
  /** Its perplexity by the other's, less 1. */
  readonly more: number;
  /** Between these it is with a probability of 95 %, as far as texts of this kind go. */
  readonly least: number;
  readonly most: number;
}

/** Tokens whose differences count as one: those beside each other depend on each other. */
const run = 64;

/** exp of the mean loss. */
export function perplexity(losses: Float32Array): number {
  return Math.exp(mean(losses));
}

/**
 * Compares losses token by token. The interval is that of the mean difference, told from its means over runs of 64 tokens,
 * of which there should be thirty or more.
 */
export function compareLosses(found: Float32Array, reference: Float32Array): LossComparison {
  if (found.length !== reference.length) throw new Error('found losses of other tokens');
  const differences = found.map((loss, i) => loss - reference[i]!);
  const difference = mean(differences);
  const runs = Math.floor(differences.length / run);
  const squares = Array.from(
    { length: runs },
    (_, i) => (mean(differences.subarray(i * run, (i + 1) * run)) - difference) ** 2,
  );
  const half = 1.96 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (runs - 1) / runs);
  return {
    perplexity: perplexity(found),
    more: Math.expm1(difference),
    least: Math.expm1(difference - half),
    most: Math.expm1(difference + half),
  };
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
