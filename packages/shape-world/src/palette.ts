import type { Random } from './random.ts';

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** The colours that things can have, in the order of the model's training labels. */
export const colours = ['red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black'] as const;

/** The name of a colour. */
export type ColourName = (typeof colours)[number];

const pureColours: Readonly<Record<ColourName, Rgb>> = {
  red: [217, 38, 38],
  green: [38, 166, 62],
  blue: [43, 82, 219],
  yellow: [240, 216, 42],
  orange: [244, 137, 28],
  purple: [148, 58, 190],
  white: [244, 244, 244],
  black: [22, 22, 22],
};

const clampByte = (value: number): number => Math.max(0, Math.min(255, value));

/** The unvaried colour of a name, for pictures that people look at. */
export function pureColour(name: ColourName): Rgb {
  return pureColours[name];
}

/** A colour near the pure one: other brightness by up to 8 %, each channel off by up to 14. */
export function jitteredColour(name: ColourName, random: Random): Rgb {
  const brightness = random.between(0.92, 1.08);
  const [red, green, blue] = pureColours[name];
  const vary = (value: number): number => clampByte(value * brightness + random.between(-14, 14));
  return [vary(red), vary(green), vary(blue)];
}

/** How far apart two colours look: weighted distance, 0 for equal, about 441 for black and white. */
export function colourDistance(first: Rgb, second: Rgb): number {
  const red = first[0] - second[0];
  const green = first[1] - second[1];
  const blue = first[2] - second[2];
  return Math.sqrt(0.9 * red * red + 1.4 * green * green + 0.7 * blue * blue);
}
