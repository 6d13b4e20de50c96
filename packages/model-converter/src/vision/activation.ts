import type { CheckedNodeOptions } from '@slowfast/onnx-format';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { VisionActivation } from './vision-shape.ts';

/** Each activation as one operator. */
const operators: Readonly<
  Record<VisionActivation, readonly [operator: string, options: CheckedNodeOptions]>
> = {
  quick_gelu: ['QuickGelu', { domain: 'com.microsoft', attributes: { alpha: { float: 1.702 } } }],
  gelu: ['Gelu', {}],
  gelu_pytorch_tanh: ['Gelu', { attributes: { approximate: { string: 'tanh' } } }],
};

/** An activation of each value of `x`. */
export function activate(graph: ConverterGraph, x: string, activation: VisionActivation): string {
  const [operator, options] = operators[activation];
  return graph.node(operator, [x], options);
}
