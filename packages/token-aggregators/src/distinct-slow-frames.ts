import type { AggregationSettings } from './aggregation-settings.ts';

/**
 * The settings for so many frames without repeats: no more Slow frames than there are frames, so that none is looked at twice
 * and paid for twice. The original repeats them ({@link slowFrameIndices}).
 */
export function withDistinctSlowFrames(settings: AggregationSettings, frames: number): AggregationSettings {
  if (settings.type === 'one-pathway' || settings.slow.frames <= frames) return settings;
  return { ...settings, slow: { ...settings.slow, frames } };
}
