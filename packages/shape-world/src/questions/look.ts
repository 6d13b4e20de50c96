import { colours } from '../palette.ts';
import { isBrief, shapes } from '../scene.ts';
import { writingWordings } from './detail-wordings.ts';
import { nameMedium, nameThing } from './naming.ts';
import type { QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';
import { wordings } from './wordings.ts';

/** "What colour is the circle?" for every shape, and for the digits. */
export const askColour: QuestionMaker = (context) => {
  const { scene, random } = context;
  const ask = (thing: string, colour: string, brief: boolean): QuestionDraft => ({
    kind: 'colour',
    text: fill(random.pick(wordings.colour), {
      colour: random.pick(wordings.colourWord),
      thing,
      medium: nameMedium(context),
    }),
    answer: colour,
    accepted: [colour],
    brief,
    choices: [amongOthers(colour, colours)],
  });
  const drafts = scene.objects.map((object) =>
    ask(nameThing(scene, object, random, 'colour'), object.colour, isBrief(object)),
  );
  if (scene.digit && random.chance(0.3))
    drafts.push(ask(random.pick(wordings.digitThing), scene.digit.colour, false));
  if (scene.writing && random.chance(0.5)) {
    const text = fill(random.pick(writingWordings.digitsColour), {
      colour: random.pick(wordings.colourWord),
    });
    drafts.push({ ...ask('', scene.writing.colour, false), text });
  }
  return drafts;
};

/** "What shape appears?" where there is one only, else "What shape is the red one?" for every shape. */
export const askShape: QuestionMaker = (context) => {
  const { scene, random } = context;
  return scene.objects.map((object): QuestionDraft => {
    const isAlone = scene.objects.length === 1 && !scene.field;
    const list =
      isAlone && random.chance(0.6)
        ? wordings.onlyShape
        : // The digit may have the colour of a shape's question only if that shape does; colours never repeat.
          random.chance(0.3)
          ? wordings.shapeByColour
          : wordings.shape;
    const values = {
      thing: nameThing(scene, object, random, 'shape'),
      colour: object.colour,
      medium: nameMedium(context),
    };
    return {
      kind: 'shape',
      text: fill(random.pick<string>(list), values),
      answer: object.shape,
      accepted: [object.shape, `a ${object.shape}`],
      brief: isBrief(object),
      choices: [amongOthers(object.shape, shapes), amongOthers(object.shape, shapes, 'a ')],
    };
  });
};
