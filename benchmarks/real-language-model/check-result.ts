/** What one check found. */
export interface CheckResult {
  readonly name: string;
  /** How many things were compared, in words. */
  readonly compared: string;
  /** How close it came, in words. */
  readonly found: string;
  /** What was not as the outside judge has it; empty when all was. */
  readonly failures: readonly string[];
}

/** Collects what a check finds. */
export class Findings {
  readonly failures: string[] = [];
  worstDifference = 0;
  compared = 0;

  /** Counts one comparison; `message` tells what is wrong. */
  expect(isRight: boolean, message: () => string): void {
    this.compared += 1;
    if (!isRight) this.failures.push(message());
  }

  /** Counts one comparison of numbers, whose difference may be no larger than `limit`. */
  expectSmall(difference: number, limit: number, what: string): void {
    this.worstDifference = Math.max(this.worstDifference, difference);
    this.expect(difference <= limit, () => `${what}: differs by ${difference.toExponential(1)}`);
  }
}

/** Largest difference of two rows of numbers, relative to the largest number of the second. */
export function relativeDifference(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/** Position of the largest number, the first among equals. */
export function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
