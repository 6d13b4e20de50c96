import type { Random } from '../random.ts';
import { rowWordings } from './later-wordings.ts';
import { nameMedium } from './naming.ts';
import type { Choices, QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';

const figures = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const places = ['first', 'second', 'third', 'fourth'] as const;

/** How a row of digits is written in answers: "4 0 7". */
export function rowText(values: readonly number[]): string {
  return values.join(' ');
}

/** Rows that are easily taken for a row: one digit is another, or two neighbours have changed places. */
function similarRows(values: readonly number[], random: Random): string[] {
  const right = rowText(values);
  const rows = new Set<string>();
  while (rows.size < 6) {
    const changed = [...values];
    const index = random.below(values.length);
    if (index > 0 && random.chance(0.3)) {
      [changed[index - 1], changed[index]] = [values[index] as number, values[index - 1] as number];
    } else {
      changed[index] = random.below(10);
    }
    const text = rowText(changed);
    if (text !== right) rows.add(text);
  }
  return [...rows];
}

/** "Which digits are written, from left to right?" */
export const askDigits: QuestionMaker = (context) => {
  const { scene, random } = context;
  if (!scene.row) return [];
  const { values } = scene.row;
  const answer = rowText(values);
  const choices: Choices[] = [{ right: answer, wrong: similarRows(values, random) }];
  return [
    {
      kind: 'digits',
      text: fill(random.pick(rowWordings.digits), { medium: nameMedium(context) }),
      answer,
      accepted: [answer, values.join(''), values.join(', ')],
      brief: false,
      choices,
    },
  ];
};

/** "What is the second digit?" for every place of a row. */
export const askDigitAt: QuestionMaker = (context) => {
  const { scene, random } = context;
  if (!scene.row) return [];
  const { values } = scene.row;
  const ask = (text: string, answer: string): QuestionDraft => ({
    kind: 'digit-at',
    text,
    answer,
    accepted: [answer],
    brief: false,
    choices: [amongOthers(answer, figures)],
  });
  return values.map((value, index) => {
    const isLast = index === values.length - 1;
    const place = isLast && random.chance(0.5) ? 'last' : (places[index] as string);
    return ask(fill(random.pick(rowWordings.digitAt), { place }), String(value));
  });
};
