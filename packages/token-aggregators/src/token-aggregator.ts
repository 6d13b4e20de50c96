import type { TokenAggregator } from '@slowfast/spec';
import { type AggregationSettings, checkAggregation } from './aggregation-settings.ts';
import { countTokens } from './count-tokens.ts';
import { formatAggregation } from './format-aggregation.ts';
import { pathways } from './pathways.ts';
import { PathwaysAggregation } from './pathways-aggregation.ts';
import { tokensPerSlowFrame } from './tokens-per-slow-frame.ts';

/**
 * The aggregation of SlowFast-LLaVA ({@link https://arxiv.org/abs/2407.15841}, section 3.2) and its one-pathway modes, on
 * any backend and any rectangular grid. All Slow tokens come first, then all Fast tokens, frame by frame, without
 * separators.
 *
 * The chunks of an aggregation may have any number of frames; the result is the same. Memory: one chunk and the reduced
 * tokens. Calls of one aggregation must not overlap; after an error of the backend it is disposed.
 *
 * @throws InvalidAggregationError when the settings make no sense.
 */
export function tokenAggregator(settings: AggregationSettings): TokenAggregator {
  const id = formatAggregation(settings);
  checkAggregation(settings, id);
  return {
    id,
    countTokens: (grid) => countTokens(settings, grid),
    slowPositions: (frames) =>
      pathways(settings)
        .find(({ name }) => name === 'slow')
        ?.positions(frames) ?? [],
    tokensPerSlowFrame: (grid) => tokensPerSlowFrame(settings, grid),
    begin(layout, backend) {
      countTokens(settings, layout);
      return new PathwaysAggregation(id, pathways(settings), layout, backend);
    },
  };
}
