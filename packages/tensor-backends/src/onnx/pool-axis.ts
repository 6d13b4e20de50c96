import type { OnnxGraphBuilder } from '@slowfast/onnx-format';
import type { PoolMode } from '@slowfast/spec';
import { type Bin, sameWidth } from '../shared/bins.ts';

/** A value as `[outer, length, inner]`, of which the middle axis is pooled. */
type Axes = readonly [outer: number, length: number, inner: number];

/**
 * Pools the middle axis of a value over bins: `[outer, length, inner]` to `[outer, bins, inner]`, as nodes. Bins side by
 * side take one reduction, others one each.
 */
export function poolAxis(
  graph: OnnxGraphBuilder,
  value: string,
  axes: Axes,
  bins: readonly Bin[],
  mode: PoolMode,
): string {
  const [outer, length, inner] = axes;
  const tensor = graph.node('Reshape', [value, graph.int64s(axes)]);
  if (bins.length === length && bins.every(({ start, end }, i) => start === i && end === i + 1))
    return tensor;
  const width = sameWidth(bins);
  if (width > 0) {
    const used = bins.length * width;
    const whole = used === length ? tensor : slice(graph, tensor, { start: 0, end: used });
    return reduce(graph, whole, [outer * bins.length, width, inner], mode);
  }
  const parts = bins.map((bin) => {
    const part = reduce(graph, slice(graph, tensor, bin), [outer, bin.end - bin.start, inner], mode);
    return graph.node('Reshape', [part, graph.int64s([outer, 1, inner])]);
  });
  return graph.node('Concat', parts, { attributes: { axis: { int: 1 } } });
}

/** `[outer, length, inner]` to `[outer, inner]`. */
function reduce(
  graph: OnnxGraphBuilder,
  value: string,
  [outer, length, inner]: Axes,
  mode: PoolMode,
): string {
  if (length === 1) return value;
  if (mode === 'mean') {
    const tensor = graph.node('Reshape', [value, graph.int64s([outer, length, inner])]);
    return graph.node('ReduceMean', [tensor, graph.int64s([1])], { attributes: { keepdims: { int: 0 } } });
  }
  // ReduceMax and MaxPool of onnxruntime lose NaN; Max between tensors keeps it.
  const rows = graph.node('Reshape', [value, graph.int64s([outer, length * inner])]);
  const parts = graph.nodeOutputs('Split', [rows], {
    attributes: { axis: { int: 1 }, num_outputs: { int: length } },
    outputs: length,
  });
  return graph.node('Max', parts);
}

function slice(graph: OnnxGraphBuilder, tensor: string, { start, end }: Bin): string {
  return graph.node('Slice', [tensor, graph.int64s([start]), graph.int64s([end]), graph.int64s([1])]);
}
