import type { ShapeName } from './scene.ts';

/** Corners of a shape of radius 1 around (0, 0), y downwards, as x, y, x, y ...; the circle has none. */
export type Outline = Float64Array;

const regular = (corners: number, startRadians: number, radii: readonly number[]): Outline => {
  const outline = new Float64Array(corners * 2);
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = startRadians + (2 * Math.PI * corner) / corners;
    const radius = radii[corner % radii.length] ?? 1;
    outline[corner * 2] = radius * Math.cos(angle);
    outline[corner * 2 + 1] = radius * Math.sin(angle);
  }
  return outline;
};

const up = -Math.PI / 2;
const arm = 0.34;

/** The corners of each shape. The sizes are set so that all look about equally large. */
export const outlines: Readonly<Record<Exclude<ShapeName, 'circle'>, Outline>> = {
  square: Float64Array.of(-0.88, -0.88, 0.88, -0.88, 0.88, 0.88, -0.88, 0.88),
  triangle: Float64Array.of(0, -1, 1.05, 0.85, -1.05, 0.85),
  star: regular(10, up, [1.15, 0.48]),
  // biome-ignore format: one arm a line
  cross: Float64Array.of(
    -arm, -1, arm, -1, arm, -arm,
    1, -arm, 1, arm, arm, arm,
    arm, 1, -arm, 1, -arm, arm,
    -1, arm, -1, -arm, -arm, -arm,
  ),
  diamond: Float64Array.of(0, -1.2, 0.78, 0, 0, 1.2, -0.78, 0),
};
