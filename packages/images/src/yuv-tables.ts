/** The matrix that turned RGB into YUV: as tagged in the video; `bt601` where nothing is tagged. */
export type YuvMatrix = 'bt601' | 'bt709' | 'bt2020' | 'fcc' | 'smpte240m';

/** What each sample value adds to a channel, `[256]` each. */
export interface YuvTables {
  readonly luma: Int16Array;
  readonly redOfV: Int16Array;
  readonly greenOfU: Int16Array;
  readonly greenOfV: Int16Array;
  readonly blueOfU: Int16Array;
}

/**
 * Inverse coefficients of limited range in 1/65536: V to red, U to blue, U to green, V to green.
 *
 * Source: https://github.com/FFmpeg/FFmpeg/blob/n5.1/libswscale/yuv2rgb.c (ff_yuv2rgb_coeffs)
 */
const inverse: Readonly<Record<YuvMatrix, readonly [number, number, number, number]>> = {
  bt601: [104597, 132201, 25675, 53279],
  bt709: [117489, 138438, 13975, 34925],
  bt2020: [110013, 140363, 12277, 42626],
  fcc: [104448, 132798, 24759, 53109],
  smpte240m: [117579, 136230, 16907, 35559],
};

/** Tables of swscale's default arithmetic: 13-bit coefficients, products cut to whole numbers before they are added. */
export function createYuvTables(matrix: YuvMatrix, fullRange: boolean): YuvTables {
  const [redV, blueU, greenU, greenV] = inverse[matrix];
  const chroma = (coefficient: number) =>
    table(fullRange ? Math.trunc((coefficient * 224) / 255) : coefficient, 128);
  return {
    luma: fullRange ? table(65536, 0) : table(Math.trunc((65536 * 255) / 219), 16),
    redOfV: chroma(redV),
    greenOfU: chroma(-greenU),
    greenOfV: chroma(-greenV),
    blueOfU: chroma(blueU),
  };
}

function table(coefficient: number, zero: number): Int16Array {
  const factor = Math.floor((coefficient * 2 ** 13 + 2 ** 15) / 2 ** 16);
  return Int16Array.from({ length: 256 }, (_, sample) => ((sample - zero) * 8 * factor) >> 16);
}
