import { makeDigit, makeField, makeWriting } from './make-detail.ts';
import { makePlot } from './make-plot.ts';
import { greatestDistance, leastDistance, odds } from './odds.ts';
import type { ColourName, Rgb } from './palette.ts';
import { colourDistance, colours, jitteredColour } from './palette.ts';
import type { Random } from './random.ts';
import type { Background, DrawnShape, MotionName, Scene } from './scene.ts';
import {
  appearsLater,
  motions,
  positionAt,
  sceneExtent,
  shapes,
  smallShapes,
  writtenDigits,
} from './scene.ts';

/** What kinds of scenes to make. */
export interface SceneOptions {
  /** Whether things move and may be there for a moment only; without it every moment shows the same. */
  readonly moving: boolean;
  /** Width over height; by default anything from 0.56 to 1.78. */
  readonly aspectRatio?: number;
  /** The strongest grain, in steps of 0 to 255; 10 by default. */
  readonly maximumNoise?: number;
  /** How often there is a large digit where there is no other detail; `odds.digit` by default. */
  readonly digitChance?: number;
}

/** Least distance between the colour of a thing and what lies behind it; see `colourDistance`. */
export const leastContrast = 95;

const lerp = (from: number, to: number, part: number): number => from + (to - from) * part;

function makeBackground(random: Random): Background {
  // Mostly greys and muted tones; now and then a strong colour, so that colour alone does not tell a thing from its background.
  const saturation = random.chance(0.25) ? random.between(0.3, 0.8) : random.between(0, 0.25);
  const brightness = random.chance(0.15) ? random.pick([8, 250]) : random.between(15, 245);
  const tint: Rgb = [random.between(0, 255), random.between(0, 255), random.between(0, 255)];
  const from: Rgb = [
    lerp(brightness, tint[0], saturation),
    lerp(brightness, tint[1], saturation),
    lerp(brightness, tint[2], saturation),
  ];
  const drift = random.chance(0.5) ? random.between(0, 45) : 0;
  const shift = (value: number): number => Math.max(0, Math.min(255, value + random.between(-drift, drift)));
  return {
    from,
    to: [shift(from[0]), shift(from[1]), shift(from[2])],
    angleRadians: random.between(0, 2 * Math.PI),
    waveAmplitude: random.chance(0.4) ? random.between(1, 9) : 0,
    waveCounts: [random.between(0.5, 6), random.between(0.5, 6)],
  };
}

function pickColour(
  random: Random,
  background: Background,
  taken: readonly ColourName[],
): [ColourName, Rgb] | undefined {
  for (const name of random.shuffled(colours)) {
    if (taken.includes(name)) continue;
    const rgb = jitteredColour(name, random);
    const contrast = Math.min(colourDistance(rgb, background.from), colourDistance(rgb, background.to));
    if (contrast >= leastContrast) return [name, rgb];
  }
  return undefined;
}

function pickMotion(random: Random, options: SceneOptions): { motion: MotionName; distance: number } {
  const motion = options.moving ? random.pick(motions) : 'still';
  return { motion, distance: motion === 'still' ? 0 : random.between(leastDistance, greatestDistance) };
}

/** Whether two things keep clear of each other all the time; digits are taken as shapes that stand still. */
function keepsClear(scene: Pick<Scene, 'aspectRatio'>, first: DrawnShape, second: DrawnShape): boolean {
  const extent = sceneExtent(scene);
  for (let step = 0; step <= 8; step += 1) {
    const a = positionAt(first, step / 8);
    const b = positionAt(second, step / 8);
    const away = Math.hypot((a.x - b.x) * extent.width, (a.y - b.y) * extent.height);
    if (away < (first.radius + second.radius) * 1.12) return false;
  }
  return true;
}

function placeShape(
  random: Random,
  options: SceneOptions,
  aspectRatio: number,
  look: Pick<DrawnShape, 'shape' | 'colour' | 'rgb' | 'radius' | 'visible'>,
): DrawnShape | undefined {
  const extent = sceneExtent({ aspectRatio });
  const marginX = (look.radius * 1.05) / extent.width;
  const marginY = (look.radius * 1.05) / extent.height;
  const { motion, distance } = look.visible
    ? { motion: 'still' as const, distance: 0 }
    : pickMotion(random, options);
  const wayX = motion === 'right' ? distance : motion === 'left' ? -distance : 0;
  const wayY = motion === 'down' ? distance : motion === 'up' ? -distance : 0;
  const lowX = marginX + Math.max(0, -wayX);
  const highX = 1 - marginX - Math.max(0, wayX);
  const lowY = marginY + Math.max(0, -wayY);
  const highY = 1 - marginY - Math.max(0, wayY);
  if (lowX >= highX || lowY >= highY) return undefined;
  return {
    ...look,
    x: random.between(lowX, highX),
    y: random.between(lowY, highY),
    motion,
    distance,
    rotationRadians: random.between(-0.16, 0.16),
  };
}

type Details = Pick<Scene, 'digit' | 'writing' | 'field'>;

function makeDetails(
  random: Random,
  options: SceneOptions,
  background: Background,
  aspectRatio: number,
): Details {
  const isField = random.chance(odds.field);
  const isWriting = !isField && random.chance(odds.writing);
  if (!isField && !isWriting && !random.chance(options.digitChance ?? odds.digit)) return {};
  const colour = pickColour(random, background, []);
  if (!colour) return {};
  if (isField) return { field: makeField(random, colour) };
  if (isWriting) return { writing: makeWriting(random, colour) };
  return { digit: makeDigit(random, colour, aspectRatio) };
}

/** What shapes must keep clear of. */
function detailsAsShapes({ digit, writing, field }: Details, aspectRatio: number): DrawnShape[] {
  const rest = {
    shape: 'square',
    motion: 'still',
    distance: 0,
    rotationRadians: 0,
  } as const;
  if (digit) return [{ ...rest, ...digit, radius: digit.height * 0.55 }];
  const extent = sceneExtent({ aspectRatio });
  if (field) {
    const radius = 0.5 * Math.hypot(field.pitchX * extent.width, field.pitchY * extent.height);
    return smallShapes(field).map(({ x, y }) => ({ ...rest, ...field, x, y, radius }));
  }
  if (!writing) return [];
  const pitchY = Math.max(writing.height, writing.linePitch);
  const radius = 0.5 * Math.hypot(writing.pitch * extent.width, pitchY * extent.height);
  return writtenDigits(writing).map(({ x, y }) => ({ ...rest, ...writing, x, y, radius }));
}

/** Makes a scene of one to three shapes, and in some a digit, lines of small digits or a field of small shapes; equal generators give equal scenes. */
export function makeScene(random: Random, options: SceneOptions): Scene {
  const aspectRatio = options.aspectRatio ?? Math.exp(random.between(Math.log(0.56), Math.log(1.78)));
  const background = makeBackground(random);
  const details = makeDetails(random, options, background, aspectRatio);
  const obstacles = detailsAsShapes(details, aspectRatio);
  const count = random.pick([1, 1, 2, 2, 3]);
  const visibleWhen = makePlot(random, count, options.moving);
  const { field } = details;
  const names = random
    .shuffled(shapes)
    .filter((shape) => shape !== field?.shape && shape !== field?.oddShape)
    .slice(0, count);
  const objects: DrawnShape[] = [];
  for (const [index, shape] of names.entries()) {
    const taken = [...objects, ...obstacles].map((thing) => thing.colour);
    const colour = pickColour(random, background, taken);
    if (!colour) break;
    const visible = visibleWhen(index);
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const placed = placeShape(random, options, aspectRatio, {
        shape,
        colour: colour[0],
        rgb: colour[1],
        radius: random.between(0.09, count === 3 ? 0.14 : count === 2 ? 0.165 : 0.19),
        ...(visible ? { visible } : {}),
      });
      const others = [...objects, ...obstacles];
      if (!placed || !others.every((other) => keepsClear({ aspectRatio }, placed, other))) continue;
      objects.push(placed);
      break;
    }
  }
  // So rare that starting over costs nothing: nothing fitted, or no colour stood out.
  // Of two things that appear one after the other, neither may be missing.
  if (objects.length === 0 || objects.filter(appearsLater).length === 1) return makeScene(random, options);
  return {
    aspectRatio,
    background,
    noise: random.chance(0.6) ? random.between(0, options.maximumNoise ?? 10) : 0,
    noiseSeed: random.below(2147483647),
    objects,
    ...details,
  };
}
