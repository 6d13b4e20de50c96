import type { DrawnShape } from '../scene.ts';
import { appearsLater } from '../scene.ts';
import { fullName } from './naming.ts';
import { orderWordings } from './order-wordings.ts';
import type { Choices, QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';

type Namer = (object: DrawnShape) => string;

const namers: readonly Namer[] = [
  (object) => `the ${fullName(object)}`,
  (object) => `the ${fullName(object)}`,
  (object) => `the ${object.shape}`,
];

/** The two things that appear one after the other, the earlier first; undefined where nothing does so. */
function inOrder(objects: readonly DrawnShape[]): readonly [DrawnShape, DrawnShape] | undefined {
  const [one, other] = objects.filter(appearsLater);
  if (!one?.visible || !other?.visible) return undefined;
  return one.visible.from < other.visible.from ? [one, other] : [other, one];
}

/** "What appears first, the red circle or the blue star?", "Does the star appear after the circle?" and the like. */
export const askOrder: QuestionMaker = ({ scene, random, moving }) => {
  const ordered = moving ? inOrder(scene.objects) : undefined;
  if (!ordered) return [];
  const name = random.pick(namers);
  const rest = { kind: 'order' as const, brief: false };
  const drafts: QuestionDraft[] = [];
  for (const place of [0, 1] as const) {
    const asked = ordered[place];
    const answer = name(asked);
    const [one, other] = random.shuffled(ordered).map(name) as [string, string];
    const both: Choices = amongOthers(answer, [one, other]);
    const list = place === 0 ? orderWordings.appearsFirst : orderWordings.appearsLast;
    drafts.push({
      ...rest,
      text: fill(random.pick(list), { one, other }),
      answer,
      accepted: [answer, answer.replace('the ', ''), `the ${fullName(asked)}`, fullName(asked), asked.shape],
      choices: [both],
    });
  }
  const [first, second] = random.shuffled(ordered);
  if (!first || !second) return drafts;
  const saysBefore = random.chance(0.5);
  const isYes = (first === ordered[0]) === saysBefore;
  const answer = isYes ? 'yes' : 'no';
  drafts.push({
    ...rest,
    text: fill(random.pick(saysBefore ? orderWordings.isBefore : orderWordings.isAfter), {
      one: name(first),
      other: name(second),
    }),
    answer,
    accepted: [answer],
    choices: [amongOthers(answer, ['yes', 'no'])],
  });
  return drafts;
};
