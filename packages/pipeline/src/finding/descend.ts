/** How likely yes is at a step. */
export interface StepAnswer {
  readonly probability: number;
  /** Whether the step's frame says so on its own, rather than only together with others. */
  readonly isOfFrame: boolean;
}

/** What descending decides by. */
export interface DescentSettings {
  readonly threshold: number;
  /** Decides on the steps from one up to another, which is excluded. */
  readonly decide: (from: number, to: number) => Promise<number>;
}

/** Below this a window is clearly no, and its parts are not looked at; chosen on validation clips of the embedded model. */
const clearlyNo = 0.02;

/**
 * Decides on a window, and on its halves where it is not clearly no, down to single frames. Where a window says yes and none of its parts does,
 * as of what no single frame shows, its steps are yes together.
 *
 * @returns the answers of the steps that are yes, by their numbers.
 */
export async function descend(
  from: number,
  to: number,
  settings: DescentSettings,
): Promise<ReadonlyMap<number, StepAnswer>> {
  const { threshold, decide } = settings;
  const probability = await decide(from, to);
  if (to - from === 1) {
    return new Map(probability >= threshold ? [[from, { probability, isOfFrame: true }]] : []);
  }
  if (probability < Math.min(clearlyNo, threshold)) return new Map();
  const middle = (from + to) >> 1;
  const parts = [await descend(from, middle, settings), await descend(middle, to, settings)];
  const found = new Map(parts.flatMap((part) => [...part]));
  if (found.size > 0 || probability < threshold) return found;
  const steps = Array.from({ length: to - from }, (_, i) => from + i);
  return new Map(steps.map((step) => [step, { probability, isOfFrame: false }]));
}
