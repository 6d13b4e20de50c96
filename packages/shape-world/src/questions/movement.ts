import type { DrawnShape, MotionName } from '../scene.ts';
import { isBrief, motions, shapes } from '../scene.ts';
import { nameMedium, nameThing } from './naming.ts';
import type { QuestionContext, QuestionDraft, QuestionMaker } from './question.ts';
import { amongOthers, fill } from './question.ts';
import { wordings } from './wordings.ts';

/** How an answer names each motion. */
export const motionAnswers: Readonly<Record<MotionName, string>> = {
  still: 'it stays still',
  left: 'to the left',
  right: 'to the right',
  up: 'up',
  down: 'down',
};

const acceptedMotions: Readonly<Record<MotionName, readonly string[]>> = {
  still: ['it stays still', 'still', 'it does not move'],
  left: ['to the left', 'left'],
  right: ['to the right', 'right'],
  up: ['up', 'upwards'],
  down: ['down', 'downwards'],
};

const optionWordings: readonly Readonly<Record<MotionName, string>>[] = [
  motionAnswers,
  { still: 'still', left: 'left', right: 'right', up: 'up', down: 'down' },
  {
    still: 'it does not move',
    left: 'it moves left',
    right: 'it moves right',
    up: 'it moves up',
    down: 'it moves down',
  },
  { still: 'nowhere', left: 'to the left', right: 'to the right', up: 'upwards', down: 'downwards' },
];

const yesOrNo = (isYes: boolean): Pick<QuestionDraft, 'answer' | 'accepted' | 'choices'> => {
  const answer = isYes ? 'yes' : 'no';
  return { answer, accepted: [answer], choices: [amongOthers(answer, ['yes', 'no'])] };
};

function askWay(context: QuestionContext, object: DrawnShape): QuestionDraft {
  const { scene, random } = context;
  const { motion } = object;
  return {
    kind: 'motion',
    text: fill(random.pick(wordings.motion), {
      thing: nameThing(scene, object, random, 'nothing'),
      medium: nameMedium(context),
    }),
    answer: motionAnswers[motion],
    accepted: acceptedMotions[motion],
    brief: false,
    choices: optionWordings.map((words) =>
      amongOthers(
        words[motion],
        motions.map((one) => words[one]),
      ),
    ),
  };
}

function askWhetherItMoves({ scene, random }: QuestionContext, object: DrawnShape): QuestionDraft {
  const thing = nameThing(scene, object, random, 'nothing');
  if (random.chance(0.5)) {
    const text = fill(random.pick(wordings.doesMove), { thing });
    return { kind: 'motion', text, brief: false, ...yesOrNo(object.motion !== 'still') };
  }
  const asked =
    object.motion !== 'still' && random.chance(0.5) ? object.motion : random.pick(motions.slice(1));
  const text = fill(random.pick(wordings.doesMoveThere), { thing, direction: motionAnswers[asked] });
  return { kind: 'motion', text, brief: false, ...yesOrNo(asked === object.motion) };
}

/** "Where does it go?", sometimes "Does it move?" or "Which shape moves to the left?", for every shape that is there all the time. */
export const askMotion: QuestionMaker = (context) => {
  const { scene, random, moving } = context;
  if (!moving) return [];
  const lasting = scene.objects.filter((object) => !isBrief(object));
  return lasting.map((object) => {
    const alike = lasting.filter((other) => other.motion === object.motion);
    if (scene.objects.length > 1 && alike.length === 1 && object.motion !== 'still' && random.chance(0.15)) {
      return {
        kind: 'motion',
        text: fill(random.pick(wordings.whichMoves), { direction: motionAnswers[object.motion] }),
        answer: object.shape,
        accepted: [object.shape, `a ${object.shape}`],
        brief: false,
        choices: [amongOthers(object.shape, shapes)],
      };
    }
    return random.chance(0.15) ? askWhetherItMoves(context, object) : askWay(context, object);
  });
};
