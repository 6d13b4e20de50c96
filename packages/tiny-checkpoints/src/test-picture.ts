/** An RGB picture: `data` holds three bytes a pixel, row by row. */
export interface TestPicture {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/**
 * Three slanted waves with noise on top, by integer arithmetic alone: the same bytes as `make/picture.py` draws, so no
 * picture needs to be stored.
 */
export function testPicture(width: number, height: number, seed: number): TestPicture {
  const data = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const phase = (x * (3 + 2 * channel) + y * (5 - channel) + seed * 37) & 511;
        const wave = phase < 256 ? phase : 511 - phase;
        data[at++] = ((wave * 7) >> 3) + noise(x, y, channel + 1 + 3 * seed);
      }
    }
  }
  return { data, width, height };
}

/** 0 to 31. */
function noise(x: number, y: number, z: number): number {
  const place = Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663) ^ Math.imul(z, 83_492_791);
  return Math.imul(place ^ (place >>> 15), 2_654_435_761) >>> 27;
}
