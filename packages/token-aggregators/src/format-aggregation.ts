import type { AggregationSettings } from './aggregation-settings.ts';

/** The settings in the paper's notation, canonical: {@link parseAggregation} of it gives equal settings. */
export function formatAggregation(settings: AggregationSettings): string {
  if (settings.type === 'one-pathway') return settings.mode;
  const { slow, fast } = settings;
  return `slowfast-slow_${slow.frames}frms_${slow.mode}-fast_${fast.rows}x${fast.columns}`;
}
