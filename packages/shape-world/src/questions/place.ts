import { appearsLater, isBrief, positionAt } from '../scene.ts';
import { nameMedium, nameThing } from './naming.ts';
import type { QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';
import { wordings } from './wordings.ts';

/** Names of the nine parts of a picture, in rows. */
export const placeNames = [
  'top left',
  'top',
  'top right',
  'left',
  'middle',
  'right',
  'bottom left',
  'bottom',
  'bottom right',
] as const;

/** Nothing is asked about things that lie this near to the border of a part, as a fraction of the picture. */
const unclearMargin = 0.045;

/** The third that a fraction lies in, or undefined near a border. */
function thirdOf(fraction: number): number | undefined {
  const third = Math.floor(fraction * 3);
  const isNearBorder = [1 / 3, 2 / 3].some((border) => Math.abs(fraction - border) < unclearMargin);
  return isNearBorder ? undefined : Math.max(0, Math.min(2, third));
}

function askPlace(text: string, position: { x: number; y: number }): QuestionDraft[] {
  const column = thirdOf(position.x);
  const row = thirdOf(position.y);
  if (column === undefined || row === undefined) return [];
  const place = placeNames[row * 3 + column] as string;
  const center = place === 'middle' ? ['centre', 'center', 'in the middle'] : [];
  return [
    {
      kind: 'where',
      text,
      answer: place,
      accepted: [place, `at the ${place}`, ...center],
      brief: false,
      choices: [amongOthers(place, placeNames)],
    },
  ];
}

/** "Where is the circle?"; for what moves, "... at the start?" and "... at the end?". */
export const askWhere: QuestionMaker = (context) => {
  const { scene, random, moving } = context;
  const medium = nameMedium(context);
  const drafts: QuestionDraft[] = [];
  for (const object of scene.objects) {
    if (isBrief(object)) continue;
    const isMoving = object.motion !== 'still';
    for (const time of [0, 1]) {
      // What appears in the course of the clip is nowhere at first.
      const saysWhen = isMoving || (moving && random.chance(0.3) && !(time === 0 && appearsLater(object)));
      const when = saysWhen ? random.pick(time === 0 ? wordings.atStart : wordings.atEnd) : '';
      const asVerb = isMoving && random.chance(0.25);
      const list = asVerb ? (time === 0 ? wordings.whereStart : wordings.whereEnd) : wordings.where;
      const thing = nameThing(scene, object, random, 'nothing');
      const text = fill(random.pick<string>(list), { thing, when, medium });
      drafts.push(...askPlace(text, positionAt(object, time)));
    }
  }
  if (scene.digit && random.chance(0.3)) {
    const text = fill(random.pick(wordings.where), {
      thing: random.pick(wordings.digitThing),
      when: '',
      medium,
    });
    drafts.push(...askPlace(text, scene.digit));
  }
  return drafts;
};
