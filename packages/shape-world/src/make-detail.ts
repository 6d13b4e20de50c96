import type { ColourName, Rgb } from './palette.ts';
import type { Random } from './random.ts';
import type { DrawnDigit, DrawnField, DrawnWriting } from './scene.ts';
import { sceneExtent, shapes } from './scene.ts';

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

/** One to three lines of three or four small digits: each takes an eighth of the picture's width and height or a little more. */
export function makeWriting(random: Random, [colour, rgb]: ColourPick): DrawnWriting {
  const lineCount = random.pick([1, 2, 2, 3]);
  const count = random.pick([3, 3, 4]);
  const pitch = random.between(0.126, 0.146);
  const linePitch = random.between(0.13, 0.155);
  const height = lineCount === 1 ? random.between(0.115, 0.15) : linePitch * random.between(0.78, 0.86);
  const marginX = (pitch * count) / 2 + 0.012;
  const marginY = (linePitch * (lineCount - 1) + height) / 2 + 0.02;
  return {
    lines: Array.from({ length: lineCount }, () => Array.from({ length: count }, () => random.below(10))),
    colour,
    rgb,
    x: random.between(marginX, 1 - marginX),
    y: random.between(marginY, 1 - marginY),
    pitch,
    height,
    linePitch,
  };
}

/** Six to twelve small shapes, one of which is another; each takes an eighth of the picture's width and height or a little more. */
export function makeField(random: Random, [colour, rgb]: ColourPick): DrawnField {
  const [rows, columns] = random.pick([
    [2, 3],
    [2, 4],
    [3, 3],
    [3, 4],
    [4, 3],
  ] as const);
  const [shape, oddShape] = random.shuffled(shapes) as [DrawnField['shape'], DrawnField['shape']];
  const pitchX = random.between(0.126, 0.146);
  const pitchY = random.between(0.126, 0.146);
  const marginX = (pitchX * columns) / 2 + 0.012;
  const marginY = (pitchY * rows) / 2 + 0.012;
  return {
    rows,
    columns,
    shape,
    oddShape,
    oddIndex: random.below(rows * columns),
    colour,
    rgb,
    x: random.between(marginX, 1 - marginX),
    y: random.between(marginY, 1 - marginY),
    pitchX,
    pitchY,
  };
}
