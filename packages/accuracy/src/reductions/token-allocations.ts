import { fastGrid } from './fast-grid.ts';
import type { NothingFits, ReductionChoice, ReductionFacts } from './reduction-facts.ts';
import { choice, largestThatFits, twoPathways } from './two-pathways.ts';

/** One way to spend a budget of video tokens. */
export interface TokenAllocation {
  /** As people give it. */
  readonly name: string;
  /** As people read it. */
  readonly title: string;
  /** The setting that uses most of the budget. Arithmetic only. */
  choose(budget: number, facts: ReductionFacts): ReductionChoice | NothingFits;
}

/** Both pathways: frames and fast grid as the model has them, the rest on slow frames. */
export const slowFastAllocation: TokenAllocation = {
  name: 'slowfast',
  title: 'SlowFast',
  choose(budget, facts) {
    const { type, slow, fast } = twoPathways(facts);
    const withSlow = (frames: number) =>
      choice(facts.frames, { type, slow: { ...slow, frames }, fast }, facts);
    return largestThatFits(budget, withSlow, facts.frames);
  },
};

/** The Slow pathway alone, reduced as the model has it: as many frames as fit, each of them slow. Where it leaves them whole, that is concatenation. */
const slowOnlyAllocation: TokenAllocation = {
  name: 'slow',
  title: 'Slow only',
  choose(budget, facts) {
    const { type, slow } = twoPathways(facts);
    if (slow.mode === 'concat') return concatenationAllocation.choose(budget, facts);
    const fast = { rows: 0, columns: 0 };
    const withFrames = (frames: number) => choice(frames, { type, slow: { ...slow, frames }, fast }, facts);
    return largestThatFits(budget, withFrames);
  },
};

/** The Fast pathway alone: as many frames as the model samples, the budget on the grid of each. */
const fastOnlyAllocation: TokenAllocation = {
  name: 'fast',
  title: 'Fast only',
  choose(budget, facts) {
    const { type, slow } = twoPathways(facts);
    const withGrid = (fast: { readonly rows: number; readonly columns: number }) =>
      choice(facts.frames, { type, slow: { ...slow, frames: 0 }, fast }, facts);
    const grid = fastGrid(Math.floor(budget / facts.frames), facts.grid);
    return grid ? withGrid(grid) : { least: withGrid({ rows: 1, columns: 1 }) };
  },
};

/** No reduction: as many frames as fit whole, one after the other. */
const concatenationAllocation: TokenAllocation = {
  name: 'concat',
  title: 'Concatenation',
  choose(budget, facts) {
    const withFrames = (frames: number) => choice(frames, { type: 'one-pathway', mode: 'concat' }, facts);
    return largestThatFits(budget, withFrames);
  },
};

/** What is compared, SlowFast first. */
export const tokenAllocations: readonly TokenAllocation[] = [
  slowFastAllocation,
  slowOnlyAllocation,
  fastOnlyAllocation,
  concatenationAllocation,
];
