import { colours } from './palette.ts';
import { fieldWordings, writingWordings } from './questions/detail-wordings.ts';
import { motionAnswers } from './questions/movement.ts';
import { orderWordings } from './questions/order-wordings.ts';
import { placeNames } from './questions/place.ts';
import { wordings } from './questions/wordings.ts';
import { shapes } from './scene.ts';

/** Splits text as the model's tokenizer does: lower case, words whole, digits and punctuation one by one. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().match(/[a-z]+|[0-9]|[^\sa-z0-9]/g) ?? [];
}

const answers = [
  'yes no nothing none one two three four five centre center in the middle at the',
  'still left right up down upwards downwards nowhere it moves does not move best option: (a) (b) (c) (d) (e)',
  'stays still, moves, appears briefly and the digit is shown an something anything a number',
  '0 1 2 3 4 5 6 7 8 9 the digits are shown first second third fourth last top middle bottom upper lower appears',
];

/** All words, digits and marks that the world's questions and answers are made of, sorted. */
export const vocabulary: readonly string[] = [
  ...new Set(
    [
      ...answers,
      ...colours,
      ...shapes,
      ...placeNames,
      ...Object.values(motionAnswers),
      ...Object.values({ ...wordings, ...writingWordings, ...orderWordings, ...fieldWordings })
        .flat()
        .map((wording) => wording.replace(/\{\w+\}/g, ' ')),
    ].flatMap(splitWords),
  ),
].sort();
