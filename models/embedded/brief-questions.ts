import type { DrawnShape, Random, Scene } from '@slowfast/shape-world';
import { draftQuestions, isBrief, isVisibleAt } from '@slowfast/shape-world';

/** A question of yes and no about a clip file, and when the answer is yes: find.json holds a list of them. */
export interface BriefQuestion {
  readonly clip: string;
  readonly question: string;
  /** When the answer is yes, in seconds, the end excluded; absent where it is no all the time. */
  readonly range?: { readonly startSeconds: number; readonly endSeconds: number };
}

/** The thing of a scene that is there for a moment only. */
export function briefThing(scene: Scene): DrawnShape | undefined {
  return scene.objects.find(isBrief);
}

/** When a thing is on frames that each show the middle of their time; undefined where no frame shows it. */
export function shownRange(
  thing: DrawnShape,
  { frameCount, framesPerSecond }: { readonly frameCount: number; readonly framesPerSecond: number },
): BriefQuestion['range'] {
  const isShown = (frame: number) => isVisibleAt(thing, (frame + 0.5) / frameCount);
  const shown = Array.from({ length: frameCount }, (_, frame) => frame).filter(isShown);
  const [first] = shown;
  if (first === undefined) return undefined;
  return { startSeconds: first / framesPerSecond, endSeconds: (shown.at(-1)! + 1) / framesPerSecond };
}

/** Whether the brief thing is there, and whether something is there that never is, each in one of the world's wordings. */
export function askAboutBriefThing(
  scene: Scene,
  random: Random,
): { readonly yes: string; readonly no: string } {
  const draw = (isWanted: (draft: { brief: boolean; answer: string }) => boolean) => {
    for (;;) {
      const drafts = draftQuestions('is-there', { scene, random, moving: true });
      const wanted = drafts.find(isWanted);
      if (wanted) return wanted.text;
    }
  };
  return {
    yes: draw(({ brief, answer }) => brief && answer === 'yes'),
    no: draw(({ answer }) => answer === 'no'),
  };
}
