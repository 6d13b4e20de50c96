import type { QuestionKind } from './questions/question.ts';

/** What a scene holds, and how often. */
export const odds = {
  /** How often there is a field of small shapes, never beside digits. */
  field: 0.13,
  /** Of the rest, how often there are lines of small digits. */
  writing: 0.45,
  /** Of what is left, how often there is a large digit. */
  digit: 0.2,
  /** How often a still has a large digit where it is made for the labels of its patches. */
  digitOfStill: 0.5,
  /** Of the clips with several objects, how often two of them appear one after the other. */
  order: 0.4,
  /** Of the other clips, how often an object is there for a moment only. */
  brief: 0.6,
} as const;

/** How far things move, as a fraction of the picture. */
export const leastDistance = 16 / 64;
/** See `leastDistance`. */
export const greatestDistance = 48 / 64;

/** How often each kind of question is drawn, relative to the others: the harder, the more often. */
export const kindWeights: Readonly<Record<QuestionKind, number>> = {
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
};
