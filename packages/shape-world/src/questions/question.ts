import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';

/** What a question is about. */
export const questionKinds = [
  'colour',
  'shape',
  'motion',
  'where',
  'count',
  'is-there',
  'brief',
  'digit',
  'description',
  'digits',
  'digit-at',
  'order',
  'odd',
] as const;

/** The name of what a question is about. */
export type QuestionKind = (typeof questionKinds)[number];

/** A question with its answer. */
export interface Question {
  readonly kind: QuestionKind;
  /** The bare question, without options. */
  readonly text: string;
  /** Open-ended: the words of the answer. Multiple choice: the letter of the right option. */
  readonly answer: string;
  /** All answers that are right, `answer` among them. */
  readonly accepted: readonly string[];
  /** The texts of the options of a multiple-choice question, A first. */
  readonly options?: readonly string[];
  /** Whether the answer needs to have seen a thing that is there for a moment only. */
  readonly brief: boolean;
}

/** One way to offer the right answer among wrong ones; all worded alike. */
export interface Choices {
  readonly right: string;
  readonly wrong: readonly string[];
}

/** An open-ended question that may be turned into a multiple-choice one. */
export interface QuestionDraft extends Omit<Question, 'options'> {
  /** Empty where multiple choice makes no sense. */
  readonly choices: readonly Choices[];
}

/** What is known when questions are made. */
export interface QuestionContext {
  readonly scene: Scene;
  readonly random: Random;
  /** Whether it is about a clip; of a still nothing is asked that takes time. */
  readonly moving: boolean;
}

/** All that can be asked about one thing of a scene, each in one random wording; empty where it does not apply. */
export type QuestionMaker = (context: QuestionContext) => QuestionDraft[];

/** Fills the `{names}` of a wording and begins it with a capital. */
export function fill(wording: string, values: Readonly<Record<string, string>>): string {
  const text = wording.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Offers a right answer among the other members of a list. */
export function amongOthers(right: string, all: readonly string[], prefix = ''): Choices {
  return { right: prefix + right, wrong: all.filter((one) => one !== right).map((one) => prefix + one) };
}
