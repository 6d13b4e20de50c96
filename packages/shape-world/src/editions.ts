import type { Plotter } from './make-plot.ts';
import { plotOfFirstEdition, plotOfSecondEdition } from './make-plot.ts';
import type { QuestionKind } from './questions/question.ts';

/** What an edition of the world holds, and what is asked about it. */
export interface WorldEdition {
  /** How often there is a large digit; never beside small ones or a field. */
  readonly digitChance: number;
  /** How often there are lines of small digits. */
  readonly writingChance: number;
  /** How often there is a field of small shapes, never beside digits; lines of them have their share of the rest. */
  readonly fieldChance: number;
  /** How far things move, as a fraction of the picture. */
  readonly distance: readonly [least: number, most: number];
  readonly plot: Plotter;
  /** How often each kind of question is drawn, relative to the others. */
  readonly kindWeights: Readonly<Record<QuestionKind, number>>;
}

/** The world that the fixed clips were made from; it stays as it is, so that they can be made again from their seeds. */
export const firstEdition: WorldEdition = {
  digitChance: 0.3,
  writingChance: 0,
  fieldChance: 0,
  distance: [18 / 64, 30 / 64],
  plot: plotOfFirstEdition,
  // Harder things are asked more often.
  kindWeights: {
    colour: 2,
    shape: 2,
    motion: 4,
    where: 3,
    count: 1,
    'is-there': 2,
    brief: 2,
    digit: 2,
    description: 1,
    digits: 0,
    'digit-at': 0,
    order: 0,
    odd: 0,
  },
};

/** The world with dense detail (lines of small digits, fields of small shapes), shorter events, and things that appear one after the other. */
export const secondEdition: WorldEdition = {
  digitChance: 0.2,
  writingChance: 0.45,
  fieldChance: 0.13,
  distance: [16 / 64, 38 / 64],
  plot: plotOfSecondEdition,
  kindWeights: {
    colour: 2,
    shape: 2,
    motion: 4,
    where: 3,
    count: 2,
    'is-there': 2,
    brief: 4,
    digit: 2,
    description: 1,
    digits: 5,
    'digit-at': 2,
    order: 5,
    odd: 4,
  },
};
