import { colours } from '../palette.ts';
import { isBrief, shapes } from '../scene.ts';
import { fullName, nameMedium, withArticle } from './naming.ts';
import type { QuestionContext, QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';
import { wordings } from './wordings.ts';

const numberWords = ['one', 'two', 'three', 'four', 'five'] as const;
const figures = ['1', '2', '3', '4', '5'] as const;

/** "How many shapes are there?": all that are ever there; a digit is no shape. Not asked where there are small ones. */
export const askCount: QuestionMaker = (context) => {
  const { scene, random } = context;
  if (scene.field) return [];
  const count = scene.objects.length;
  const word = numberWords[count - 1] as string;
  const figure = figures[count - 1] as string;
  const list = !scene.digit && !scene.writing && random.chance(0.3) ? wordings.countObjects : wordings.count;
  return [
    {
      kind: 'count',
      text: fill(random.pick<string>(list), { medium: nameMedium(context) }),
      answer: word,
      accepted: [word, figure],
      brief: scene.objects.some(isBrief),
      choices: [amongOthers(word, numberWords), amongOthers(figure, figures)],
    },
  ];
};

function askWhether(context: QuestionContext, isThere: boolean): QuestionDraft {
  const { scene, random } = context;
  const takenColours: string[] = [
    ...scene.objects.map((object) => object.colour),
    ...(scene.digit ? [scene.digit.colour] : []),
    ...(scene.writing ? [scene.writing.colour] : []),
    ...(scene.field ? [scene.field.colour] : []),
  ];
  const takenShapes = [
    ...scene.objects.map((object) => object.shape),
    ...(scene.field ? [scene.field.shape, scene.field.oddShape] : []),
  ];
  const freeColour = random.pick(colours.filter((colour) => !takenColours.includes(colour)));
  const freeShape = random.pick(shapes.filter((shape) => !takenShapes.includes(shape)));
  const object = random.pick(scene.objects);
  const answer = isThere ? 'yes' : 'no';
  const rest = {
    kind: 'is-there' as const,
    answer,
    accepted: [answer],
    brief: isThere && isBrief(object),
    choices: [amongOthers(answer, ['yes', 'no'])],
  };
  const medium = nameMedium(context);
  const about = random.pick(['colour', 'shape', 'both', 'digit', 'shape', 'both']);
  if (about === 'colour') {
    return {
      ...rest,
      text: fill(random.pick(wordings.isAnything), { colour: isThere ? object.colour : freeColour }),
    };
  }
  if (about === 'digit' && isThere === (scene.digit !== undefined || scene.writing !== undefined)) {
    const something = random.pick(['a digit', 'a number']);
    return { ...rest, brief: false, text: fill(random.pick(wordings.isThere), { something, medium }) };
  }
  // A wrong pair shares one half with what is there: naming a colour that is seen somewhere is not enough.
  const absent = random.pick([`${object.colour} ${freeShape}`, `${freeColour} ${object.shape}`]);
  const there = about === 'shape' ? object.shape : fullName(object);
  const name = isThere ? there : about === 'shape' ? freeShape : absent;
  return { ...rest, text: fill(random.pick(wordings.isThere), { something: withArticle(name), medium }) };
}

/** "Is there a red circle?": once with yes, once with no. */
export const askIsThere: QuestionMaker = (context) => [askWhether(context, true), askWhether(context, false)];

/** "Which digit is shown?"; sometimes where there is none, never about small ones. */
export const askDigit: QuestionMaker = (context) => {
  const { scene, random } = context;
  if (scene.writing || scene.field || (!scene.digit && random.chance(0.8))) return [];
  const answer = scene.digit ? String(scene.digit.value) : 'none';
  const all = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
  return [
    {
      kind: 'digit',
      text: fill(random.pick(wordings.digit), { medium: nameMedium(context) }),
      answer,
      accepted: [answer],
      brief: false,
      choices: scene.digit ? [amongOthers(answer, all)] : [],
    },
  ];
};
