import { kindWeights } from './odds.ts';
import { askBrief, askDescription } from './questions/events.ts';
import { askOdd } from './questions/fields.ts';
import { askColour, askShape } from './questions/look.ts';
import { askMotion } from './questions/movement.ts';
import { askOrder } from './questions/order.ts';
import { askWhere } from './questions/place.ts';
import { askCount, askDigit, askIsThere } from './questions/presence.ts';
import type {
  Choices,
  Question,
  QuestionContext,
  QuestionDraft,
  QuestionKind,
  QuestionMaker,
} from './questions/question.ts';
import { questionKinds } from './questions/question.ts';
import { askDigitAt, askDigits } from './questions/writing.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

/** How many questions to ask, and about what. */
export interface AskOptions {
  readonly count: number;
  /** Whether it is about a clip; of a still nothing is asked that takes time. */
  readonly moving: boolean;
  /** How many of the questions that can be are multiple choice; 0.3 by default. */
  readonly multipleChoicePart?: number;
}

const makers: Readonly<Record<QuestionKind, QuestionMaker>> = {
  colour: askColour,
  shape: askShape,
  motion: askMotion,
  where: askWhere,
  count: askCount,
  'is-there': askIsThere,
  brief: askBrief,
  digit: askDigit,
  description: askDescription,
  digits: askDigits,
  'digit-at': askDigitAt,
  order: askOrder,
  odd: askOdd,
};

const drawnKinds: readonly QuestionKind[] = questionKinds.flatMap((kind) =>
  Array.from({ length: kindWeights[kind] }, () => kind),
);

const letters = ['A', 'B', 'C', 'D', 'E'] as const;

/** Turns an open-ended question into one with two to five options; the answer is the letter of the right one. */
export function offerOptions(draft: QuestionDraft, choices: Choices, random: Random): Question {
  const wrongCount = Math.min(choices.wrong.length, 1 + random.below(letters.length - 1));
  const options = random.shuffled([choices.right, ...random.shuffled(choices.wrong).slice(0, wrongCount)]);
  const letter = letters[options.indexOf(choices.right)] as string;
  return {
    kind: draft.kind,
    text: draft.text,
    answer: letter,
    accepted: [letter],
    options,
    brief: draft.brief,
  };
}

/** All questions of a kind that a scene allows, each in one random wording; none where the kind does not apply. */
export function draftQuestions(kind: QuestionKind, context: QuestionContext): QuestionDraft[] {
  return makers[kind](context);
}

/** A question in its open-ended form, and where that makes sense as one of multiple choice too. */
export interface QuestionPair {
  readonly open: Question;
  readonly choice?: Question;
}

function* drawDrafts(scene: Scene, random: Random, options: AskOptions): Generator<QuestionDraft> {
  while (true) {
    const drafts = draftQuestions(random.pick(drawnKinds), { scene, random, moving: options.moving });
    if (drafts.length > 0) yield random.pick(drafts);
  }
}

const openEnded = ({ choices: _, ...question }: QuestionDraft): Question => question;

/** Asks about a scene, in mixed kinds and wordings; every question has exactly one right answer. */
export function askQuestions(scene: Scene, random: Random, options: AskOptions): Question[] {
  const questions: Question[] = [];
  const drafts = drawDrafts(scene, random, options);
  while (questions.length < options.count) {
    const draft = drafts.next().value as QuestionDraft;
    if (draft.choices.length > 0 && random.chance(options.multipleChoicePart ?? 0.3)) {
      questions.push(offerOptions(draft, random.pick(draft.choices), random));
    } else {
      questions.push(openEnded(draft));
    }
  }
  return questions;
}

/** As `askQuestions`, but each in both forms: training chooses between them, or asks both one after the other. */
export function askQuestionPairs(scene: Scene, random: Random, options: AskOptions): QuestionPair[] {
  const drafts = drawDrafts(scene, random, options);
  return Array.from({ length: options.count }, () => {
    const draft = drafts.next().value as QuestionDraft;
    const open = openEnded(draft);
    if (draft.choices.length === 0) return { open };
    return { open, choice: offerOptions(draft, random.pick(draft.choices), random) };
  });
}

/** A question as it is put to a model: one "(A) text" line per option below it. */
export function questionText(question: Question): string {
  const lines = (question.options ?? []).map((option, index) => `\n(${letters[index]}) ${option}`);
  return question.text + lines.join('');
}
