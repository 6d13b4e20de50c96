import { InvalidAggregationError } from '@slowfast/spec';
import { type AggregationMode, type AggregationSettings, checkAggregation } from './aggregation-settings.ts';

const notation = /^slowfast-slow_([0-9]+)frms_([^-]+)-fast_([0-9]+)x([0-9]+)$/;

/**
 * Reads the paper's notation: `slowfast-slow_10frms_spatial_1d_max_pool-fast_4x4`, or the name of a mode for one stream;
 * an empty text, `none` and `false` mean no reduction (`concat`). Case counts except in the last two.
 *
 * The notation is that of `prepare_slowfast` and `temporal_aggregation` of the original:
 * {@link https://github.com/apple/ml-slowfast-llava/blob/bea0f73/slowfast_llava/llava/model/llava_arch.py}.
 *
 * @throws InvalidAggregationError when the text is anything else, or turns both pathways off.
 */
export function parseAggregation(text: string): AggregationSettings {
  const settings = read(text);
  checkAggregation(settings, text);
  return settings;
}

function read(text: string): AggregationSettings {
  if (['', 'none', 'false'].includes(text.toLowerCase())) return { type: 'one-pathway', mode: 'concat' };
  const match = notation.exec(text);
  if (match) {
    const [, frames, mode, rows, columns] = match;
    return {
      type: 'slowfast',
      slow: { frames: Number(frames), mode: mode as AggregationMode },
      fast: { rows: Number(rows), columns: Number(columns) },
    };
  }
  if (text.startsWith('slowfast')) {
    throw new InvalidAggregationError({ found: text, reason: 'it is not in the notation of two pathways' });
  }
  return { type: 'one-pathway', mode: text as AggregationMode };
}
