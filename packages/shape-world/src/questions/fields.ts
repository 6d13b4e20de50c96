import { shapes } from '../scene.ts';
import { fieldWordings } from './detail-wordings.ts';
import { nameMedium } from './naming.ts';
import type { QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';

/** "Which of the small shapes is not like the others?" */
export const askOdd: QuestionMaker = (context) => {
  const { scene, random } = context;
  if (!scene.field) return [];
  const { shape, oddShape } = scene.field;
  return [
    {
      kind: 'odd',
      text: fill(random.pick(fieldWordings.odd), { shape, medium: nameMedium(context) }),
      answer: oddShape,
      accepted: [oddShape, `a ${oddShape}`, `the ${oddShape}`],
      brief: false,
      choices: [amongOthers(oddShape, shapes), amongOthers(oddShape, shapes, 'a ')],
    },
  ];
};
