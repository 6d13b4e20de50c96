import type { FindOptions } from 'slowfast-llava';

/** A way to find, by options. */
export interface WayToFind {
  readonly name: string;
  readonly about: string;
  readonly options: FindOptions;
}

/** As it comes, and plainly: one decision on each frame that is looked at, and no narrowing down. */
export const waysToFind: readonly WayToFind[] = [
  { name: 'coarse', about: 'coarse to fine, as it comes', options: {} },
  {
    name: 'seconds',
    about: 'one decision for each second',
    options: { windowFrames: 1, stepSeconds: 1, resolutionSeconds: 1 },
  },
  {
    name: 'steps',
    about: 'one decision for each 32nd part of the clip',
    options: { windowFrames: 1, resolutionSeconds: 1e6 },
  },
  {
    name: 'frames',
    about: 'one decision for each frame',
    options: { windowFrames: 1, stepSeconds: 1e-6 },
  },
];
