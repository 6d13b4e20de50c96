export { aggregateTokens } from './aggregate-tokens.ts';
export {
  type AggregationMode,
  type AggregationSettings,
  aggregationModes,
  type OnePathwaySettings,
  type SlowFastSettings,
} from './aggregation-settings.ts';
export { countTokens } from './count-tokens.ts';
export { withDistinctSlowFrames } from './distinct-slow-frames.ts';
export { type FittedAggregation, fitAggregationToBudget } from './fit-aggregation-to-budget.ts';
export { formatAggregation } from './format-aggregation.ts';
export { parseAggregation } from './parse-aggregation.ts';
export { slowFrameIndices } from './slow-frame-indices.ts';
export { tokenAggregator } from './token-aggregator.ts';
