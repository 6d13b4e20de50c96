/** Colour at a place of a picture, x and y from 0 to 1: red, green and blue, 0 to 1. */
type Paint = (x: number, y: number, frame: number) => readonly [red: number, green: number, blue: number];

const grey = (value: number) => [value, value, value] as const;
const wave = (turns: number) => 0.5 + 0.5 * Math.sin(2 * Math.PI * turns);
const isOdd = (value: number) => Math.floor(value) % 2 !== 0;

/** A number from 0 to 1 that looks random, by whole numbers. */
function chance(...seeds: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const seed of seeds) {
    state = Math.imul(state ^ (seed + 0x7f4a7c15), 0x85ebca6b);
    state ^= state >>> 13;
  }
  return ((Math.imul(state, 0xc2b2ae35) ^ (state >>> 16)) >>> 0) / 2 ** 32;
}

const bars = [
  [0.75, 0.75, 0.75],
  [0.75, 0.75, 0],
  [0, 0.75, 0.75],
  [0, 0.75, 0],
  [0.75, 0, 0.75],
  [0.75, 0, 0],
  [0, 0, 0.75],
] as const;

/** Pictures that are nothing of the world of drawn shapes, by what they are. */
const paints: Readonly<Record<string, Paint>> = {
  'coloured noise': (x, y, frame) => {
    const [column, row] = [Math.floor(x * 96), Math.floor(y * 96)];
    return [chance(column, row, frame, 1), chance(column, row, frame, 2), chance(column, row, frame, 3)];
  },
  'grey noise': (x, y, frame) => grey(chance(Math.floor(x * 96), Math.floor(y * 96), frame)),
  'colour bars': (x) => bars[Math.min(6, Math.floor(x * 7))]!,
  'a chessboard': (x, y) => grey(isOdd(x * 8) === isOdd(y * 8) ? 0.1 : 0.9),
  stripes: (x, y, frame) => (isOdd((x + y) * 12 + frame / 4) ? [0.9, 0.3, 0.7] : [0.1, 0.2, 0.2]),
  rings: (x, y) => [wave(12 * Math.hypot(x - 0.5, y - 0.5)), wave(9 * Math.hypot(x - 0.5, y - 0.5)), 0.2],
  'a rainbow': (x, y) => [wave(x + y), wave(x + y + 1 / 3), wave(x + y + 2 / 3)],
  'a steep gradient': (x, y) => grey(0.7 * x + 0.3 * y),
  mosaic: (x, y) => {
    const [column, row] = [Math.floor(x * 10), Math.floor(y * 10)];
    return [chance(column, row, 1), chance(column, row, 2), chance(column, row, 3)];
  },
  waves: (x, y, frame) => [wave(5 * x + Math.sin(9 * y) + frame / 20), wave(4 * y), wave(7 * x * y)],
};

/** Names of the pictures that {@link drawForeign} draws. */
export const foreignPictures = Object.keys(paints);

/** A frame of such a picture as interleaved RGB bytes `[height, width, 3]`. */
export function drawForeign(name: string) {
  const paint = paints[name]!;
  return (frame: number, width: number, height: number): Uint8Array => {
    const bytes = new Uint8Array(width * height * 3);
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const colour = paint((column + 0.5) / width, (row + 0.5) / height, frame);
        bytes.set(
          colour.map((value) => Math.round(255 * value)),
          (row * width + column) * 3,
        );
      }
    }
    return bytes;
  };
}
