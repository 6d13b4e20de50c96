import type { ImageFit } from '@slowfast/spec';

/** What an assistant does unless its options say otherwise. */
export interface ModelDefaults {
  readonly frames: number;
  readonly aggregation: string;
  readonly fit: ImageFit;
  readonly maxAnswerTokens: number;
}

/**
 * The setting of the paper's main results: 50 frames squashed to the encoder's square, of which 10 are slow, at most 128
 * answer tokens (arXiv 2407.15841v2, section 4.1).
 */
export const paperDefaults: ModelDefaults = {
  frames: 50,
  aggregation: 'slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4',
  fit: 'resize',
  maxAnswerTokens: 128,
};
