import { colours } from '../palette.ts';
import type { DrawnShape, Scene } from '../scene.ts';
import { appearsLater, isBrief, shapes } from '../scene.ts';
import { motionAnswers } from './movement.ts';
import { fullName, nameMedium, withArticle } from './naming.ts';
import type { QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';
import { wordings } from './wordings.ts';
import { lineText } from './writing.ts';

/** "What appears for a moment?" and the like; where nothing does, the answers are "no" and "nothing". */
export const askBrief: QuestionMaker = ({ scene, random, moving }) => {
  if (!moving) return [];
  const event = scene.objects.find(isBrief);
  const rest = { kind: 'brief' as const, brief: event !== undefined };
  const whether = event ? 'yes' : 'no';
  const what = event ? withArticle(fullName(event)) : 'nothing';
  const others = Array.from({ length: 4 }, () =>
    withArticle(`${random.pick(colours)} ${random.pick(shapes)}`),
  );
  const drafts: QuestionDraft[] = [
    {
      ...rest,
      text: fill(random.pick(wordings.doesFlash), {}),
      answer: whether,
      accepted: [whether],
      choices: [amongOthers(whether, ['yes', 'no'])],
    },
    {
      ...rest,
      text: fill(random.pick(wordings.whatFlashes), {}),
      answer: what,
      accepted: event ? [what, fullName(event)] : [what],
      choices: [amongOthers(what, [...new Set(['nothing', ...others])])],
    },
  ];
  if (event) {
    drafts.push(
      {
        ...rest,
        text: fill(random.pick(wordings.whichShapeFlashes), {}),
        answer: event.shape,
        accepted: [event.shape, `a ${event.shape}`],
        choices: [amongOthers(event.shape, shapes)],
      },
      {
        ...rest,
        text: fill(random.pick(wordings.flashColour), { colour: random.pick(wordings.colourWord) }),
        answer: event.colour,
        accepted: [event.colour],
        choices: [amongOthers(event.colour, colours)],
      },
    );
  }
  return drafts;
};

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function tell(object: DrawnShape, moving: boolean): string {
  const name = withArticle(fullName(object));
  if (!moving) return name;
  if (isBrief(object)) return `${name} appears briefly`;
  if (appearsLater(object)) return `${name} appears`;
  return object.motion === 'still' ? `${name} stays still` : `${name} moves ${motionAnswers[object.motion]}`;
}

/**
 * One sentence about the whole scene: what is there all the time, in the order of `shapes`, then what appears and stays, the earlier
 * first, then what is brief, then the digits.
 */
export function describeScene(scene: Scene, moving: boolean): string {
  const order = (object: DrawnShape): number => {
    if (isBrief(object)) return shapes.length + 2;
    return appearsLater(object) && moving
      ? shapes.length + (object.visible?.from ?? 0)
      : shapes.indexOf(object.shape);
  };
  const parts = [...scene.objects].sort((a, b) => order(a) - order(b)).map((object) => tell(object, moving));
  if (scene.digit)
    parts.push(moving ? `the digit ${scene.digit.value} is shown` : `the digit ${scene.digit.value}`);
  if (scene.writing) {
    const digits = `the digits ${scene.writing.lines.map(lineText).join(', ')}`;
    parts.push(moving ? `${digits} are shown` : digits);
  }
  return joined(parts);
}

/** "Describe the video." */
export const askDescription: QuestionMaker = (context) => {
  const { scene, random, moving } = context;
  // Small shapes, and several lines of digits, are too many to tell.
  if (scene.field || (scene.writing?.lines.length ?? 0) > 1) return [];
  const list = moving && random.chance(0.5) ? wordings.descriptionOfMoves : wordings.description;
  const answer = describeScene(scene, moving);
  return [
    {
      kind: 'description',
      text: fill(random.pick<string>(list), { medium: nameMedium(context) }),
      answer,
      accepted: [answer],
      brief: scene.objects.some(isBrief),
      choices: [],
    },
  ];
};
