import type { Random } from '../random.ts';
import { writingWordings } from './detail-wordings.ts';
import { nameMedium } from './naming.ts';
import type { QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';

const figures = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const places = ['first', 'second', 'third', 'fourth'] as const;

/** What each line is called, by how many there are. */
const lineNames: Readonly<Record<number, readonly (readonly string[])[]>> = {
  2: [
    ['first', 'top', 'upper'],
    ['second', 'last', 'bottom', 'lower'],
  ],
  3: [
    ['first', 'top'],
    ['second', 'middle'],
    ['third', 'last', 'bottom'],
  ],
};

/** How a line of digits is written in answers: "4 0 7". */
export function lineText(values: readonly number[]): string {
  return values.join(' ');
}

/** Lines that are easily taken for a line: one digit is another, or two neighbours have changed places. */
function similarLines(values: readonly number[], random: Random): string[] {
  const right = lineText(values);
  const lines = new Set<string>();
  while (lines.size < 6) {
    const changed = [...values];
    const index = random.below(values.length);
    if (index > 0 && random.chance(0.3)) {
      [changed[index - 1], changed[index]] = [values[index] as number, values[index - 1] as number];
    } else {
      changed[index] = random.below(10);
    }
    const text = lineText(changed);
    if (text !== right) lines.add(text);
  }
  return [...lines];
}

/** "Which digits are written, from left to right?", or where there are several lines "Read the second line." */
export const askDigits: QuestionMaker = (context) => {
  const { scene, random } = context;
  const lines = scene.writing?.lines ?? [];
  return lines.map((values, line): QuestionDraft => {
    const answer = lineText(values);
    const medium = nameMedium(context);
    const names = lineNames[lines.length]?.[line];
    const text = names
      ? fill(random.pick(writingWordings.line), { line: random.pick(names), medium })
      : fill(random.pick(writingWordings.digits), { medium });
    const others = lines.map(lineText).filter((other) => other !== answer);
    const wrong = [...new Set([...others, ...similarLines(values, random)])];
    return {
      kind: 'digits',
      text,
      answer,
      accepted: [answer, values.join(''), values.join(', ')],
      brief: false,
      choices: [{ right: answer, wrong }],
    };
  });
};

/** "What is the second digit?", or where there are several lines "What is the second digit of the top line?", for every digit. */
export const askDigitAt: QuestionMaker = ({ scene, random }) => {
  const lines = scene.writing?.lines ?? [];
  return lines.flatMap((values, line) => {
    const names = lineNames[lines.length]?.[line];
    return values.map((value, index): QuestionDraft => {
      const isLast = index === values.length - 1;
      const place = isLast && random.chance(0.5) ? 'last' : (places[index] as string);
      const text = names
        ? fill(random.pick(writingWordings.digitInLine), { place, line: random.pick(names) })
        : fill(random.pick(writingWordings.digitAt), { place });
      const answer = String(value);
      return {
        kind: 'digit-at',
        text,
        answer,
        accepted: [answer],
        brief: false,
        choices: [amongOthers(answer, figures)],
      };
    });
  });
};
