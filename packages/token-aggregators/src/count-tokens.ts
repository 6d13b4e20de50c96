import { AggregationMismatchError, type TokenCounts, type TokenGrid } from '@slowfast/spec';
import { type AggregationSettings, checkAggregation } from './aggregation-settings.ts';
import { formatAggregation } from './format-aggregation.ts';
import { pathways } from './pathways.ts';

/**
 * How many tokens the settings make of so many frames of such a grid. Arithmetic only.
 *
 * @throws InvalidAggregationError when the settings make no sense.
 * @throws AggregationMismatchError when the grid is too small for a mode, so that no token would remain.
 */
export function countTokens(settings: AggregationSettings, grid: TokenGrid): TokenCounts {
  const aggregation = formatAggregation(settings);
  checkAggregation(settings, aggregation);
  const { frames, rows, columns } = grid;
  const found = `${frames} frames of ${rows}x${columns} tokens`;
  if (![frames, rows, columns].every((count) => Number.isSafeInteger(count) && count > 0)) {
    throw new AggregationMismatchError({ aggregation, found, expected: 'positive whole numbers' });
  }
  const counts = { slow: 0, fast: 0 };
  for (const { name, stream, positions } of pathways(settings)) {
    counts[name] = stream.countTokens(positions(frames).length, grid);
    if (counts[name] === 0) {
      throw new AggregationMismatchError({ aggregation, found, expected: stream.needs });
    }
  }
  return { ...counts, total: counts.slow + counts.fast };
}
