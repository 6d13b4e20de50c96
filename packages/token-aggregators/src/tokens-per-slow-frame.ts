import type { TokenGrid } from '@slowfast/spec';
import type { AggregationSettings } from './aggregation-settings.ts';
import { pathways } from './pathways.ts';

/** How many tokens each Slow frame of such a grid has; undefined where the mode mixes frames, or there is no Slow pathway. */
export function tokensPerSlowFrame(settings: AggregationSettings, grid: TokenGrid): number | undefined {
  const slow = pathways(settings).find(({ name }) => name === 'slow');
  return slow?.stream.isPerFrame ? slow.stream.countTokens(1, grid) : undefined;
}
