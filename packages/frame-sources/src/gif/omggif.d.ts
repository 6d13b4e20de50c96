declare module 'omggif' {
  /** One frame of a GIF. `delay` in hundredths of a second; `disposal` 2 clears the rectangle, 3 restores what was below. */
  export interface GifFrame {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly delay: number;
    readonly disposal: number;
  }
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    numFrames(): number;
    frameInfo(index: number): GifFrame;
    /** Draws the frame's opaque pixels over an RGBA canvas of the whole picture. */
    decodeAndBlitFrameRGBA(index: number, canvas: Uint8Array): void;
  }
}
