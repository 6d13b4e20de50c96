import type { Random } from '../random.ts';
import type { DrawnShape, Scene } from '../scene.ts';
import type { QuestionContext } from './question.ts';
import { wordings } from './wordings.ts';

/** "a" or "an" and the words. */
export function withArticle(words: string): string {
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

/** An object's full name: "red circle". */
export function fullName(object: DrawnShape): string {
  return `${object.colour} ${object.shape}`;
}

/** Words for an object that fit no other of the scene and do not say what must not be said. */
export function nameThing(
  scene: Scene,
  object: DrawnShape,
  random: Random,
  hidden: 'shape' | 'colour' | 'nothing',
): string {
  const names: string[] = [];
  if (scene.objects.length === 1 && !scene.field)
    names.push(random.pick(wordings.onlyThing), random.pick(wordings.onlyThing));
  if (hidden !== 'shape') names.push(`the ${object.shape}`);
  if (hidden !== 'colour') names.push(`the ${object.colour} ${random.pick(wordings.colouredThing)}`);
  if (hidden === 'nothing') names.push(`the ${fullName(object)}`);
  return random.pick(names);
}

/** A word for what is being watched. */
export function nameMedium({ random, moving }: QuestionContext): string {
  return random.pick(moving ? wordings.clipMedium : wordings.stillMedium);
}
