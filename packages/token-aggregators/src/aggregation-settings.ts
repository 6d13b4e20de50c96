import { InvalidAggregationError } from '@slowfast/spec';

/** How the frames of one pathway are reduced, by the names that the paper's code uses. */
export const aggregationModes = [
  'concat',
  'spatial_1d_max_pool',
  'spatial_1d_avg_pool',
  'spatial_2d_max_pool',
  'spatial_2d_avg_pool',
  'spatial_temporal_pool',
  'temporal_global_pool',
] as const;

/**
 * - `concat`: all tokens.
 * - `spatial_1d_max_pool`, `spatial_1d_avg_pool`: consecutive pairs of a frame's tokens in raster order; on a grid with an
 *   even number of columns these are horizontal neighbours. An odd last token is dropped.
 * - `spatial_2d_max_pool`, `spatial_2d_avg_pool`: squares of 2 x 2; an odd last row and column are dropped.
 * - `spatial_temporal_pool`: means over 16 x 12 x 12 bins of time, rows and columns, whatever the input: 2304 tokens.
 * - `temporal_global_pool`: the mean over all frames.
 */
export type AggregationMode = (typeof aggregationModes)[number];

/** One pathway: every frame is looked at in the same way. */
export interface OnePathwaySettings {
  readonly type: 'one-pathway';
  readonly mode: AggregationMode;
}

/** Two pathways: a few frames in detail, then all frames coarsely. At least one of them is on. */
export interface SlowFastSettings {
  readonly type: 'slowfast';
  readonly slow: {
    /** Frames of the Slow pathway, spread over all; 0 turns it off. Fewer frames than this are repeated. */
    readonly frames: number;
    readonly mode: AggregationMode;
  };
  readonly fast: {
    /** Rows of tokens that each frame is averaged to; 0 rows and 0 columns turn the Fast pathway off. */
    readonly rows: number;
    readonly columns: number;
  };
}

/** An aggregation. {@link parseAggregation} makes one of the paper's notation. */
export type AggregationSettings = OnePathwaySettings | SlowFastSettings;

/** @throws InvalidAggregationError when settings that types can't rule out make no sense. */
export function checkAggregation(settings: AggregationSettings, found: string): void {
  const refuse = (reason: string) => new InvalidAggregationError({ found, reason });
  const mode = settings.type === 'one-pathway' ? settings.mode : settings.slow.mode;
  if (!aggregationModes.includes(mode)) throw refuse(`"${mode}" is no mode`);
  if (settings.type === 'one-pathway') return;
  const { slow, fast } = settings;
  for (const count of [slow.frames, fast.rows, fast.columns]) {
    if (!Number.isSafeInteger(count) || count < 0) throw refuse(`${count} is no whole number from 0 on`);
  }
  if ((fast.rows === 0) !== (fast.columns === 0)) throw refuse('rows and columns can only both be 0');
  if (slow.frames === 0 && fast.rows === 0) throw refuse('both pathways are off');
}
