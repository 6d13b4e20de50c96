import { makeScene } from './make-scene.ts';
import { labelPatches } from './patch-labels.ts';
import type { Question } from './questions/question.ts';
import { askQuestions } from './questions.ts';
import type { Random } from './random.ts';
import { createFrameRenderer } from './render.ts';
import type { Scene } from './scene.ts';

/** One still picture with a label for every patch. */
export interface Still {
  /** `[size, size, 3]` */
  readonly pixels: Uint8Array;
  /** See `labelPatches`. */
  readonly labels: Uint8Array;
}

/** One clip with questions about it. */
export interface Clip {
  readonly scene: Scene;
  /** Each `[size, size, 3]`. */
  readonly frames: readonly Uint8Array[];
  readonly questions: readonly Question[];
}

/** The part of a picture's side that a patch takes, in pixels. */
export const patchSize = 8;

/** Makes a still, squashed to a square; one in five is a moment of a moving scene, where a brief object is mostly gone. */
export function makeStill(random: Random, size: number): Still {
  const moving = random.chance(0.2);
  const scene = makeScene(random, { moving, digitChance: 0.6 });
  const time = random.next();
  const raster = { width: size, height: size };
  return {
    pixels: createFrameRenderer(scene, size, size)(time),
    labels: labelPatches(scene, time, raster, patchSize),
  };
}

/** The times (0 to 1) of evenly spread frames: the middles of equal parts, moved a little together and a little each. */
export function frameTimes(random: Random, count: number): number[] {
  const together = random.between(-0.25, 0.25);
  return Array.from(
    { length: count },
    (_, index) => (index + 0.5 + together + random.between(-0.1, 0.1)) / count,
  );
}

/** Makes a clip, squashed to a square. A clip of a single frame is a still, about which nothing is asked that takes time. */
export function makeClip(random: Random, size: number, frameCount: number, questionCount: number): Clip {
  const scene = makeScene(random, { moving: frameCount > 1 });
  const draw = createFrameRenderer(scene, size, size);
  return {
    scene,
    frames: frameTimes(random, frameCount).map(draw),
    questions: askQuestions(scene, random, { count: questionCount, moving: frameCount > 1 }),
  };
}
