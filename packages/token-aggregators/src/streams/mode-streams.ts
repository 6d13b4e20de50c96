import type { AggregationMode } from '../aggregation-settings.ts';
import { keepTokens, poolPairs, poolSquares, poolToGrid } from './frame-pool.ts';
import { perFrameStream } from './per-frame-stream.ts';
import { timeBinsStream } from './time-bins-stream.ts';
import type { TokenStream } from './token-stream.ts';

/** What each mode of the paper's code does. */
export const modeStreams: Readonly<Record<AggregationMode, TokenStream>> = {
  concat: perFrameStream(keepTokens()),
  spatial_1d_max_pool: perFrameStream(poolPairs('max')),
  spatial_1d_avg_pool: perFrameStream(poolPairs('mean')),
  spatial_2d_max_pool: perFrameStream(poolSquares('max')),
  spatial_2d_avg_pool: perFrameStream(poolSquares('mean')),
  spatial_temporal_pool: timeBinsStream(16, poolToGrid({ rows: 12, columns: 12 })),
  temporal_global_pool: timeBinsStream(1, keepTokens()),
};
