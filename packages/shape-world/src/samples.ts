import { makeScene } from './make-scene.ts';
import { odds } from './odds.ts';
import { labelPatches, patchLabelPlanes, stretchOffsets } from './patch-labels.ts';
import type { QuestionPair } from './questions.ts';
import { askQuestionPairs } from './questions.ts';
import type { Random } from './random.ts';
import { createFrameRenderer, renderFrame } from './render.ts';
import type { Scene } from './scene.ts';
import { appearsLater, isBrief, isVisibleAt } from './scene.ts';
import { cutTile, pickTiling } from './tiles.ts';

/** One still picture with a label for every patch. */
export interface Still {
  /** `[size, size, 3]` */
  readonly pixels: Uint8Array;
  /** See `labelPatches`. */
  readonly labels: Uint8Array;
}

/** One clip, or one still as itself and its tiles, with questions about it. */
export interface Clip {
  readonly scene: Scene;
  /** Each `[size, size, 3]`. */
  readonly frames: readonly Uint8Array[];
  readonly questions: readonly QuestionPair[];
  /** The frames that show what is there for a moment only. */
  readonly briefFrames: readonly number[];
  /** The first frame of each thing that appears and stays, in order; the number of frames where no frame shows it. */
  readonly appearanceFrames: readonly number[];
}

/** Patches along each side of a picture. */
export const patchesPerSide = 8;

/**
 * Makes a still, squashed to a square; one in five is a moment of a moving scene, where a brief object is mostly gone, and one in seven is
 * a tile of a picture of twice the width, height or both.
 */
export function makeStill(random: Random, size: number): Still {
  const moving = random.chance(0.2);
  const scene = makeScene(random, { moving, digitChance: odds.digitOfStill });
  const time = random.next();
  const patchSize = size / patchesPerSide;
  if (!random.chance(1 / 7)) {
    const raster = { width: size, height: size };
    return {
      pixels: renderFrame(scene, time, size, size),
      labels: labelPatches(scene, time, raster, patchSize),
    };
  }
  const tiling = pickTiling(random, scene.aspectRatio);
  const tile = random.below(tiling.rows * tiling.columns);
  const raster = { width: size * tiling.columns, height: size * tiling.rows };
  const pixels = renderFrame(scene, time, raster.width, raster.height);
  const labels = labelPatches(scene, time, raster, patchSize);
  const cells = {
    planes: patchLabelPlanes.length,
    tileRows: patchesPerSide,
    tileColumns: patchesPerSide,
    bytes: 1,
  };
  return {
    pixels: cutTile(pixels, tiling, tile, { planes: 1, tileRows: size, tileColumns: size, bytes: 3 }),
    labels: stretchOffsets(cutTile(labels, tiling, tile, cells), tiling),
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
  const moving = frameCount > 1;
  const scene = makeScene(random, { moving });
  const draw = createFrameRenderer(scene, size, size);
  const times = frameTimes(random, frameCount);
  const event = scene.objects.find(isBrief);
  const appearances = scene.objects
    .filter(appearsLater)
    .map((object) => times.filter((time) => !isVisibleAt(object, time)).length);
  return {
    scene,
    frames: times.map(draw),
    questions: askQuestionPairs(scene, random, { count: questionCount, moving }),
    briefFrames: times.flatMap((time, index) => (event && isVisibleAt(event, time) ? [index] : [])),
    appearanceFrames: appearances.sort((a, b) => a - b),
  };
}

/** Makes a still as three or five frames: the whole picture, then tiles of it at twice the size, row by row. */
export function makeTiledStill(random: Random, size: number, questionCount: number): Clip {
  const scene = makeScene(random, { moving: false });
  const tiling = pickTiling(random, scene.aspectRatio);
  const large = renderFrame(scene, 0.5, size * tiling.columns, size * tiling.rows);
  const cells = { planes: 1, tileRows: size, tileColumns: size, bytes: 3 };
  const tiles = Array.from({ length: tiling.rows * tiling.columns }, (_, tile) =>
    cutTile(large, tiling, tile, cells),
  );
  return {
    scene,
    frames: [renderFrame(scene, 0.5, size, size), ...tiles],
    questions: askQuestionPairs(scene, random, { count: questionCount, moving: false }),
    briefFrames: [],
    appearanceFrames: [],
  };
}
