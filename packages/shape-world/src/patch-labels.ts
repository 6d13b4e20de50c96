import type { Raster } from './coverage.ts';
import { visitDigit, visitShape, visitSmallShape, visitWrittenDigit } from './coverage.ts';
import { colours } from './palette.ts';
import type { Scene } from './scene.ts';
import { isVisibleAt, positionAt, shapes, smallShapes, writtenDigits } from './scene.ts';
import type { Tiling } from './tiles.ts';

/** Says of a patch that it lies on an edge: neither clearly the thing nor clearly the background. */
export const unclearLabel = 255;

/** The planes of `labelPatches`, in order. */
export const patchLabelPlanes = ['shape', 'colour', 'digit', 'offsetX', 'offsetY'] as const;

const clearPart = 0.12;
const emptyPart = 0.02;

interface Covering {
  readonly shape: number;
  readonly colour: number;
  readonly digit: number;
  readonly x: number;
  readonly y: number;
  readonly parts: Float64Array;
  /** The only patch that a small digit or shape is named by; a thing without counts wherever it is seen. */
  readonly homePatch?: number;
  /** What is not named elsewhere: the shape, or of a small digit which one. */
  readonly isShape?: boolean;
}

/**
 * Says for every patch of a moment what it shows, as bytes `[planes, rows, columns]`.
 *
 * Shape: 0 nothing, 1 to 6 the shapes, 7 a digit. Colour: 0 nothing, 1 to 8. Digit: 0 none, 1 to 10 for 0 to 9. Offsets: from the
 * patch's centre to the thing's centre, 128 for none, 100 for a whole picture. `unclearLabel` wherever an edge only just touches a patch.
 * A small digit, or a small shape of a field, is named by the patch that its centre lies in alone, so that each is named once; to its
 * neighbours it is unclear.
 */
export function labelPatches(scene: Scene, time: number, raster: Raster, patchSize: number): Uint8Array {
  const columns = raster.width / patchSize;
  const rows = raster.height / patchSize;
  const count = rows * columns;
  const coverings: Covering[] = [];

  const accumulate = (parts: Float64Array) => (pixelIndex: number, coverage: number) => {
    const row = Math.floor(Math.floor(pixelIndex / raster.width) / patchSize);
    const column = Math.floor((pixelIndex % raster.width) / patchSize);
    parts[row * columns + column] =
      (parts[row * columns + column] as number) + coverage / (patchSize * patchSize);
  };
  const { digit } = scene;
  if (digit) {
    const parts = new Float64Array(count);
    visitDigit(scene, digit, raster, accumulate(parts));
    coverings.push({
      shape: 7,
      colour: colours.indexOf(digit.colour) + 1,
      digit: digit.value + 1,
      x: digit.x,
      y: digit.y,
      parts,
    });
  }
  // Even a thin digit counts where it is at home.
  const atHome = (parts: Float64Array, { x, y }: { readonly x: number; readonly y: number }): number => {
    const homePatch = Math.floor(y * rows) * columns + Math.floor(x * columns);
    parts[homePatch] = (parts[homePatch] as number) + 1;
    return homePatch;
  };
  const { writing, field } = scene;
  if (writing) {
    const colour = colours.indexOf(writing.colour) + 1;
    for (const written of writtenDigits(writing)) {
      const parts = new Float64Array(count);
      visitWrittenDigit(writing, written, raster, accumulate(parts));
      const homePatch = atHome(parts, written);
      const { x, y, value } = written;
      coverings.push({ shape: 7, colour, digit: value + 1, x, y, parts, homePatch });
    }
  }
  if (field) {
    const colour = colours.indexOf(field.colour) + 1;
    for (const small of smallShapes(field)) {
      const parts = new Float64Array(count);
      visitSmallShape(field, small, raster, accumulate(parts));
      const homePatch = atHome(parts, small);
      const shape = shapes.indexOf(small.shape) + 1;
      coverings.push({ shape, colour, digit: 0, x: small.x, y: small.y, parts, homePatch, isShape: true });
    }
  }
  for (const object of scene.objects) {
    if (!isVisibleAt(object, time)) continue;
    const parts = new Float64Array(count);
    visitShape(scene, object, time, raster, accumulate(parts));
    const position = positionAt(object, time);
    const shape = shapes.indexOf(object.shape) + 1;
    coverings.push({ shape, colour: colours.indexOf(object.colour) + 1, digit: 0, ...position, parts });
  }

  const labels = new Uint8Array(count * patchLabelPlanes.length);
  const [shapePlane, colourPlane, digitPlane, xPlane, yPlane] = [0, 1, 2, 3, 4].map(
    (plane) => plane * count,
  ) as [number, number, number, number, number];
  for (let patch = 0; patch < count; patch += 1) {
    let most: Covering | undefined;
    let part = 0;
    for (const covering of coverings) {
      const here = covering.parts[patch] as number;
      if (here > part) {
        part = here;
        most = covering;
      }
    }
    labels[xPlane + patch] = 128;
    labels[yPlane + patch] = 128;
    if (most && part >= clearPart) {
      const isNamedHere = most.homePatch === undefined || most.homePatch === patch;
      labels[shapePlane + patch] = isNamedHere || !most.isShape ? most.shape : unclearLabel;
      labels[colourPlane + patch] = most.colour;
      labels[digitPlane + patch] = isNamedHere || most.isShape ? most.digit : unclearLabel;
      const centreX = ((patch % columns) + 0.5) / columns;
      const centreY = (Math.floor(patch / columns) + 0.5) / rows;
      labels[xPlane + patch] = Math.round(128 + 100 * (most.x - centreX));
      labels[yPlane + patch] = Math.round(128 + 100 * (most.y - centreY));
    } else if (part > emptyPart) {
      for (const plane of [shapePlane, colourPlane, digitPlane]) labels[plane + patch] = unclearLabel;
    }
  }
  return labels;
}

/** Makes a tile's labels say offsets as parts of the tile instead of the whole picture; changes and returns them. */
export function stretchOffsets(labels: Uint8Array, tiling: Tiling): Uint8Array {
  const count = labels.length / patchLabelPlanes.length;
  const stretch = (plane: (typeof patchLabelPlanes)[number], factor: number): void => {
    const start = patchLabelPlanes.indexOf(plane) * count;
    for (let patch = start; patch < start + count; patch += 1) {
      const offset = ((labels[patch] as number) - 128) * factor;
      labels[patch] = Math.max(0, Math.min(255, 128 + offset));
    }
  };
  stretch('offsetX', tiling.columns);
  stretch('offsetY', tiling.rows);
  return labels;
}
