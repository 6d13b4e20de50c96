import type { RgbImage } from '@slowfast/images';

const GLYPH_WIDTH = 5;
const GLYPH_HEIGHT = 7;
const SCALE = 2;

/** Height in pixels of a drawn label. */
export const LABEL_HEIGHT = GLYPH_HEIGHT * SCALE;

/** Five by seven dots a character, a row of bits each, top first: enough for an index and a time. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  '0': [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
  '1': [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  '2': [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
  '3': [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110],
  '4': [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
  '5': [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
  '6': [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
  '7': [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
  '8': [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
  '9': [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
  '#': [0b01010, 0b01010, 0b11111, 0b01010, 0b11111, 0b01010, 0b01010],
  '.': [0b00000, 0b00000, 0b00000, 0b00000, 0b00000, 0b01100, 0b01100],
  '-': [0b00000, 0b00000, 0b00000, 0b11111, 0b00000, 0b00000, 0b00000],
  s: [0b00000, 0b00000, 0b01111, 0b10000, 0b01110, 0b00001, 0b11110],
};

/** Draws a label of digits, `#`, `.`, `-` and `s`; other characters leave a gap. Dots outside the picture are left out. */
export function drawLabel(
  image: RgbImage,
  text: string,
  { left, top, gray }: { readonly left: number; readonly top: number; readonly gray: number },
): void {
  for (const [position, character] of [...text].entries()) {
    const glyph = glyphs[character];
    if (!glyph) continue;
    const start = left + position * (GLYPH_WIDTH + 1) * SCALE;
    for (let y = 0; y < LABEL_HEIGHT; y += 1) {
      const bits = glyph[Math.floor(y / SCALE)]!;
      for (let x = 0; x < GLYPH_WIDTH * SCALE; x += 1) {
        const dot = (bits >> (GLYPH_WIDTH - 1 - Math.floor(x / SCALE))) & 1;
        if (dot === 1 && start + x < image.width) {
          image.data.fill(
            gray,
            ((top + y) * image.width + start + x) * 3,
            ((top + y) * image.width + start + x) * 3 + 3,
          );
        }
      }
    }
  }
}
