/** A picture whose pixels have four bytes: red, green, blue and opacity, which is not multiplied in. */
export interface RgbaImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}
