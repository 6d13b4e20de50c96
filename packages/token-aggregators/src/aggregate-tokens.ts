import { hostTensor, type TensorBackend, type TokenLayout } from '@slowfast/spec';
import type { AggregationSettings } from './aggregation-settings.ts';
import { tokenAggregator } from './token-aggregator.ts';

/**
 * Reduces tokens that are all in host memory already. For long videos push chunks into {@link tokenAggregator} instead.
 *
 * @param values Tokens `[frames, rows, columns, size]`, row-major.
 * @returns the reduced tokens `[tokens, size]`, row-major; the caller's own.
 * @throws InvalidTensorError when there are not as many values as the layout says.
 * @throws AggregationMismatchError when the grid is too small for a mode.
 */
export async function aggregateTokens(
  values: Float32Array,
  layout: TokenLayout,
  settings: AggregationSettings,
  backend: TensorBackend,
): Promise<Float32Array> {
  const { frames, rows, columns, size } = layout;
  using chunk = hostTensor(values, [frames, rows, columns, size]);
  using aggregation = tokenAggregator(settings).begin(layout, backend);
  await aggregation.push(chunk);
  using tokens = await aggregation.finish();
  return (await tokens.read()).slice();
}
