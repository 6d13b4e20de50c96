import type { ColourName, Rgb } from './palette.ts';
import type { Random } from './random.ts';
import type { DrawnDigit, DrawnRow } from './scene.ts';
import { sceneExtent } from './scene.ts';

/** A name and a variant of its colour that stands out from the background. */
export type ColourPick = readonly [ColourName, Rgb];

/** A large digit somewhere in the picture. */
export function makeDigit(random: Random, [colour, rgb]: ColourPick, aspectRatio: number): DrawnDigit {
  const height = random.between(0.2, 0.32);
  const extent = sceneExtent({ aspectRatio });
  const marginX = (height * 0.4) / extent.width;
  const marginY = (height * 0.54) / extent.height;
  return {
    value: random.below(10),
    colour,
    rgb,
    x: random.between(marginX, 1 - marginX),
    y: random.between(marginY, 1 - marginY),
    height,
  };
}

/** A row of three or four small digits: each takes an eighth of the picture's width or a little more. */
export function makeRow(random: Random, [colour, rgb]: ColourPick): DrawnRow {
  const count = random.pick([3, 3, 4]);
  const pitch = random.between(0.126, 0.146);
  const height = random.between(0.125, 0.155);
  const marginX = (pitch * count) / 2 + 0.012;
  const marginY = height / 2 + 0.02;
  return {
    values: Array.from({ length: count }, () => random.below(10)),
    colour,
    rgb,
    x: random.between(marginX, 1 - marginX),
    y: random.between(marginY, 1 - marginY),
    pitch,
    height,
  };
}
