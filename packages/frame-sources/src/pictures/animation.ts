/** One picture of an animation: where it goes, for how long, and a file that holds it alone. */
export interface AnimationFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly durationSeconds: number;
  /** Whether it is laid over what is there; otherwise it replaces it, opacity included. */
  readonly isLaidOver: boolean;
  /** What becomes of its rectangle before the next picture: nothing, transparent, or what was there before it. */
  readonly afterwards: 'keep' | 'clear' | 'restore';
  /** Makes a file of its own of the picture: PNG or WebP. */
  still(): Uint8Array;
}

/** An animated picture, taken apart. */
export interface Animation {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly AnimationFrame[];
}

/** A picture that has no duration is shown for a tenth of a second, as in GIF. */
export const defaultDurationSeconds = 0.1;
