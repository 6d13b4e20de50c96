import type { VideoReduction } from './video-reduction.ts';

/** The reduced tokens of one video under one model and one group of settings. */
export interface CachedVideoTokens {
  /** Tokens `[tokens, size]`, row-major. */
  readonly values: Float32Array;
  /** Width of a token. */
  readonly size: number;
  /** How they came about: plain data, kept as JSON. */
  readonly reduction: VideoReduction;
}

/** Keeps reduced video tokens between runs. It is bounded, and losing an entry costs time only. */
export interface VideoTokenCache {
  /** The entry under this key (any text; it is hashed), or undefined. A damaged entry counts as absent and is removed. */
  get(key: string): Promise<CachedVideoTokens | undefined>;
  /** Keeps an entry whole or not at all; older ones make room. */
  set(key: string, entry: CachedVideoTokens): Promise<void>;
}
