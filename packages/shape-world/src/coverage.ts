import { digitBitmaps, digitColumns, digitRows } from './digit-font.ts';
import { outlines } from './outline.ts';
import type {
  DrawnDigit,
  DrawnField,
  DrawnShape,
  DrawnWriting,
  Scene,
  SmallShape,
  WrittenDigit,
} from './scene.ts';
import { positionAt, sceneExtent } from './scene.ts';

/** Called for each pixel that is at least partly covered, with the covered part (above 0, up to 1). */
export type CoverageVisitor = (pixelIndex: number, coverage: number) => void;

/** A raster of pixels that shows the whole scene, squashed or stretched where its aspect ratio differs. */
export interface Raster {
  readonly width: number;
  readonly height: number;
}

/** Largest distance of a corner from the centre, in radii. */
const reach = 1.4;

function visitBox(
  raster: Raster,
  centreX: number,
  centreY: number,
  halfWidth: number,
  halfHeight: number,
  coverageAt: (x: number, y: number) => number,
  visit: CoverageVisitor,
): void {
  const left = Math.max(0, Math.floor(centreX - halfWidth - 1));
  const right = Math.min(raster.width - 1, Math.ceil(centreX + halfWidth + 1));
  const top = Math.max(0, Math.floor(centreY - halfHeight - 1));
  const bottom = Math.min(raster.height - 1, Math.ceil(centreY + halfHeight + 1));
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const coverage = coverageAt(column + 0.5, row + 0.5);
      if (coverage > 0) visit(row * raster.width + column, coverage);
    }
  }
}

/** Signed distance in pixels from a point to a polygon, negative inside. */
function polygonDistance(corners: Float64Array, x: number, y: number): number {
  const count = corners.length;
  let nearest = Number.POSITIVE_INFINITY;
  let inside = false;
  let fromX = corners[count - 2] as number;
  let fromY = corners[count - 1] as number;
  for (let index = 0; index < count; index += 2) {
    const toX = corners[index] as number;
    const toY = corners[index + 1] as number;
    const edgeX = toX - fromX;
    const edgeY = toY - fromY;
    const awayX = x - fromX;
    const awayY = y - fromY;
    const along = Math.max(0, Math.min(1, (awayX * edgeX + awayY * edgeY) / (edgeX * edgeX + edgeY * edgeY)));
    const restX = awayX - along * edgeX;
    const restY = awayY - along * edgeY;
    nearest = Math.min(nearest, restX * restX + restY * restY);
    if (fromY > y !== toY > y && x < fromX + ((y - fromY) / edgeY) * edgeX) inside = !inside;
    fromX = toX;
    fromY = toY;
  }
  return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
}

const distanceToCoverage = (distance: number): number => Math.max(0, Math.min(1, 0.5 - distance));

/** Visits the pixels that an object covers at a time of the clip (0 to 1); whether it is visible then is not asked. */
export function visitShape(
  scene: Scene,
  object: DrawnShape,
  time: number,
  raster: Raster,
  visit: CoverageVisitor,
): void {
  const extent = sceneExtent(scene);
  const position = positionAt(object, time);
  const centreX = position.x * raster.width;
  const centreY = position.y * raster.height;
  const radiusX = (object.radius / extent.width) * raster.width;
  const radiusY = (object.radius / extent.height) * raster.height;
  visitOutline(object, { centreX, centreY, radiusX, radiusY }, raster, visit);
}

/** Where a shape stands and how far it reaches, in pixels. */
interface Spot {
  readonly centreX: number;
  readonly centreY: number;
  readonly radiusX: number;
  readonly radiusY: number;
}

function visitOutline(
  { shape, rotationRadians }: Pick<DrawnShape, 'shape' | 'rotationRadians'>,
  { centreX, centreY, radiusX, radiusY }: Spot,
  raster: Raster,
  visit: CoverageVisitor,
): void {
  if (shape === 'circle') {
    const ellipse = (x: number, y: number): number => {
      const unitX = (x - centreX) / radiusX;
      const unitY = (y - centreY) / radiusY;
      const length = Math.hypot(unitX, unitY);
      // First-order distance to an ellipse: exact on its edge, where alone it matters.
      const slope = Math.hypot(unitX / radiusX, unitY / radiusY);
      return slope === 0 ? 1 : distanceToCoverage((length * (length - 1)) / slope);
    };
    visitBox(raster, centreX, centreY, radiusX, radiusY, ellipse, visit);
    return;
  }

  const outline = outlines[shape];
  const corners = new Float64Array(outline.length);
  const cosine = Math.cos(rotationRadians);
  const sine = Math.sin(rotationRadians);
  for (let index = 0; index < outline.length; index += 2) {
    const x = outline[index] as number;
    const y = outline[index + 1] as number;
    corners[index] = centreX + (cosine * x - sine * y) * radiusX;
    corners[index + 1] = centreY + (sine * x + cosine * y) * radiusY;
  }
  const polygon = (x: number, y: number): number => distanceToCoverage(polygonDistance(corners, x, y));
  visitBox(raster, centreX, centreY, radiusX * reach, radiusY * reach, polygon, visit);
}

/** The part of its place that half a small shape takes. */
const halfPart = 0.37;

/** Visits the pixels that one small shape of a field covers. */
export function visitSmallShape(
  field: DrawnField,
  { shape, x, y }: SmallShape,
  raster: Raster,
  visit: CoverageVisitor,
): void {
  const spot = {
    centreX: x * raster.width,
    centreY: y * raster.height,
    radiusX: field.pitchX * halfPart * raster.width,
    radiusY: field.pitchY * halfPart * raster.height,
  };
  visitOutline({ shape, rotationRadians: 0 }, spot, raster, visit);
}

const samplesPerSide = 3;

/** Visits the pixels of a digit's bitmap that is stretched to a box; all in pixels. */
function visitBitmap(
  value: number,
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
  raster: Raster,
  visit: CoverageVisitor,
): void {
  const { left, top, width, height } = box;
  const bitmap = digitBitmaps[value] as Uint8Array;
  const ink = (x: number, y: number): number => {
    let covered = 0;
    for (let sample = 0; sample < samplesPerSide * samplesPerSide; sample += 1) {
      const offsetX = ((sample % samplesPerSide) + 0.5) / samplesPerSide - 0.5;
      const offsetY = (Math.floor(sample / samplesPerSide) + 0.5) / samplesPerSide - 0.5;
      const column = Math.floor(((x + offsetX - left) / width) * digitColumns);
      const row = Math.floor(((y + offsetY - top) / height) * digitRows);
      if (column < 0 || column >= digitColumns || row < 0 || row >= digitRows) continue;
      covered += bitmap[row * digitColumns + column] as number;
    }
    return covered / (samplesPerSide * samplesPerSide);
  };
  visitBox(raster, left + width / 2, top + height / 2, width / 2, height / 2, ink, visit);
}

/** Visits the pixels that a digit covers. */
export function visitDigit(scene: Scene, digit: DrawnDigit, raster: Raster, visit: CoverageVisitor): void {
  const extent = sceneExtent(scene);
  const height = (digit.height / extent.height) * raster.height;
  const width = ((digit.height * digitColumns) / digitRows / extent.width) * raster.width;
  const left = digit.x * raster.width - width / 2;
  const top = digit.y * raster.height - height / 2;
  visitBitmap(digit.value, { left, top, width, height }, raster, visit);
}

/** The part of its place that a small digit takes across; the rest keeps it apart from the next. */
const inkPart = 5 / 7;

/** Visits the pixels that one digit of a writing covers. */
export function visitWrittenDigit(
  writing: DrawnWriting,
  { value, x, y }: WrittenDigit,
  raster: Raster,
  visit: CoverageVisitor,
): void {
  const height = writing.height * raster.height;
  const width = writing.pitch * inkPart * raster.width;
  const left = x * raster.width - width / 2;
  const top = y * raster.height - height / 2;
  visitBitmap(value, { left, top, width, height }, raster, visit);
}
