import type { ColourName, Rgb } from './palette.ts';

/** The shapes that exist, in the order of the model's training labels. */
export const shapes = ['circle', 'square', 'triangle', 'star', 'cross', 'diamond'] as const;
/** The name of a shape. */
export type ShapeName = (typeof shapes)[number];

/** What an object does over the clip, at a steady speed. */
export const motions = ['still', 'left', 'right', 'up', 'down'] as const;
/** The name of a motion. */
export type MotionName = (typeof motions)[number];

/** A stretch of the clip; 0 is its beginning and 1 its end, which belongs to a stretch that lasts until then. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** What lies behind everything: a straight blend of two colours with a faint wave on top. */
export interface Background {
  readonly from: Rgb;
  readonly to: Rgb;
  /** The direction of the blend. */
  readonly angleRadians: number;
  /** The strength of the wave, in steps of 0 to 255. */
  readonly waveAmplitude: number;
  /** Waves across the picture's width and height. */
  readonly waveCounts: readonly [across: number, down: number];
}

/** A shape that may move, and may be there for a part of the clip only. */
export interface DrawnShape {
  readonly shape: ShapeName;
  readonly colour: ColourName;
  readonly rgb: Rgb;
  /** Half its extent, in scene units: a picture has an area of 1 whatever its aspect ratio. */
  readonly radius: number;
  /** Centre at the beginning, as fractions of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  readonly motion: MotionName;
  /** How far it moves over the clip, as a fraction of the picture along the way it goes. */
  readonly distance: number;
  readonly rotationRadians: number;
  /** When it is there; always when absent. */
  readonly visible?: Interval;
}

/** A digit that stands still. */
export interface DrawnDigit {
  readonly value: number;
  readonly colour: ColourName;
  readonly rgb: Rgb;
  /** Centre, as fractions of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  /** In scene units, as a shape's radius. */
  readonly height: number;
}

/**
 * Small digits side by side that stand still, in one to three lines. They are measured by the picture, not in scene units: a patch is to
 * hold one digit.
 */
export interface DrawnWriting {
  /** Line by line from the top, each from left to right; all are equally long. */
  readonly lines: readonly (readonly number[])[];
  readonly colour: ColourName;
  readonly rgb: Rgb;
  /** Centre of all lines together, as fractions of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  /** From digit to digit, as a fraction of the picture's width; a digit takes five sevenths of it. */
  readonly pitch: number;
  /** Of a digit, as a fraction of the picture's height. */
  readonly height: number;
  /** From line to line, as a fraction of the picture's height. */
  readonly linePitch: number;
}

/** Small shapes in rows and columns that stand still, all alike but one. Measured by the picture, as small digits are. */
export interface DrawnField {
  readonly rows: number;
  readonly columns: number;
  /** Of all but the odd one. */
  readonly shape: ShapeName;
  readonly oddShape: ShapeName;
  /** Which one is odd, counted row by row. */
  readonly oddIndex: number;
  readonly colour: ColourName;
  readonly rgb: Rgb;
  /** Centre of the field, as fractions of the picture's width and height. */
  readonly x: number;
  readonly y: number;
  /** From shape to shape, as a fraction of the picture's width. */
  readonly pitchX: number;
  /** From shape to shape, as a fraction of the picture's height. */
  readonly pitchY: number;
}

/** Everything that one clip shows, as plain data, at no particular resolution. */
export interface Scene {
  /** Width over height of the picture that the scene was made for; shapes are undistorted there. */
  readonly aspectRatio: number;
  readonly background: Background;
  /** Strength of the grain, in steps of 0 to 255. */
  readonly noise: number;
  readonly noiseSeed: number;
  /** Later ones are in front. No two share a shape or a colour. */
  readonly objects: readonly DrawnShape[];
  readonly digit?: DrawnDigit;
  readonly writing?: DrawnWriting;
  readonly field?: DrawnField;
}

/** The width and height of the scene's picture in scene units; their product is 1. */
export function sceneExtent(scene: Pick<Scene, 'aspectRatio'>): {
  readonly width: number;
  readonly height: number;
} {
  const width = Math.sqrt(scene.aspectRatio);
  return { width, height: 1 / width };
}

/** The centre of an object at a time of the clip (0 to 1), as fractions of the picture's width and height. */
export function positionAt(object: DrawnShape, time: number): { readonly x: number; readonly y: number } {
  const way = object.distance * time;
  switch (object.motion) {
    case 'still':
      return { x: object.x, y: object.y };
    case 'left':
      return { x: object.x - way, y: object.y };
    case 'right':
      return { x: object.x + way, y: object.y };
    case 'up':
      return { x: object.x, y: object.y - way };
    case 'down':
      return { x: object.x, y: object.y + way };
  }
}

/** Whether an object is there at a time of the clip (0 to 1). */
export function isVisibleAt(object: DrawnShape, time: number): boolean {
  const { visible } = object;
  return visible === undefined || (time >= visible.from && (time < visible.to || visible.to === 1));
}

/** Whether an object is there for a moment only. */
export function isBrief(object: DrawnShape): boolean {
  return object.visible !== undefined && object.visible.to < 1;
}

/** Whether an object appears in the course of the clip and stays. */
export function appearsLater(object: DrawnShape): boolean {
  return object.visible !== undefined && object.visible.to === 1;
}

/** A digit of a writing and its centre, as fractions of the picture's width and height. */
export interface WrittenDigit {
  readonly value: number;
  readonly x: number;
  readonly y: number;
}

/** Every digit of a writing, line by line, with its place. */
export function writtenDigits(writing: DrawnWriting): readonly WrittenDigit[] {
  return writing.lines.flatMap((values, line) =>
    values.map((value, index) => ({
      value,
      x: writing.x + (index - (values.length - 1) / 2) * writing.pitch,
      y: writing.y + (line - (writing.lines.length - 1) / 2) * writing.linePitch,
    })),
  );
}

/** A small shape of a field and its centre, as fractions of the picture's width and height. */
export interface SmallShape {
  readonly shape: ShapeName;
  readonly x: number;
  readonly y: number;
}

/** Every small shape of a field, row by row, with its place. */
export function smallShapes(field: DrawnField): readonly SmallShape[] {
  return Array.from({ length: field.rows * field.columns }, (_, index) => ({
    shape: index === field.oddIndex ? field.oddShape : field.shape,
    x: field.x + ((index % field.columns) - (field.columns - 1) / 2) * field.pitchX,
    y: field.y + (Math.floor(index / field.columns) - (field.rows - 1) / 2) * field.pitchY,
  }));
}
