import type { PoolMode } from '@slowfast/spec';
import { type Bin, sameWidth } from '../shared/bins.ts';
import type { TfjsLibrary, TfjsLibraryTensor } from './tfjs-library.ts';

/**
 * Pools the middle axis of a value over bins: `[outer, length, inner]` to `[outer, bins, inner]`. Bins side by side take
 * one reduction, others one each. Three axes are the most that it needs: some backends of TensorFlow.js stop at four.
 */
export function poolAxis<T extends TfjsLibraryTensor>(
  tf: TfjsLibrary<T>,
  value: T,
  [outer, length, inner]: readonly [number, number, number],
  bins: readonly Bin[],
  mode: PoolMode,
): T {
  const tensor = tf.reshape(value, [outer, length, inner]);
  if (bins.length === length && bins.every(({ start, end }, i) => start === i && end === i + 1))
    return tensor;
  const part = ({ start, end }: Bin): T => tf.slice(tensor, [0, start, 0], [outer, end - start, inner]);
  const reduce = (values: T): T => (mode === 'max' ? tf.max(values, 1) : tf.mean(values, 1));
  const width = sameWidth(bins);
  if (width > 0) {
    const used = bins.length * width;
    const whole = used === length ? tensor : part({ start: 0, end: used });
    return reduce(tf.reshape(whole, [outer * bins.length, width, inner]));
  }
  const parts = bins.map((bin) => tf.reshape(reduce(part(bin)), [outer, 1, inner]));
  return tf.concat(parts, 1);
}
