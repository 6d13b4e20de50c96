import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import type { OnnxTensor } from '@slowfast/onnx-session';
import type { LazyValue, Operand } from './lazy-value.ts';

/** Everything that some values need to be computed, in an order in which it can run. */
export interface GraphPlan {
  /** Equal for two plans exactly when they have the same graph. */
  readonly signature: string;
  /** What to feed, by input name. */
  readonly feeds: Readonly<Record<string, OnnxTensor>>;
  /** Bytes of the ONNX model. */
  write(): Uint8Array;
}

/** Plans the computation of these values, none of which is known yet. Output i is named `output_{i}`. */
export function planGraph(targets: readonly LazyValue[]): GraphPlan {
  const order: LazyValue[] = [];
  const numbers = new Map<LazyValue, number>();
  const visit = (value: LazyValue): void => {
    if (numbers.has(value)) return;
    if (value.data === undefined) for (const operand of value.recipe!.operands) visit(operand.value);
    numbers.set(value, order.length);
    order.push(value);
  };
  for (const target of targets) visit(target);

  const number = (value: LazyValue): number => numbers.get(value)!;
  const feeds: Record<string, OnnxTensor> = {};
  for (const value of order) if (value.data !== undefined) feeds[inputName(number(value))] = value.data;
  const describe = ({ value, shape }: Operand): string => `${number(value)}[${shape}]`;
  const lines = order.map((value) =>
    value.data === undefined
      ? `${value.recipe!.operation.key}(${value.recipe!.operands.map(describe)})[${value.shape}]`
      : `${value.data.type}[${value.shape}]`,
  );
  return {
    signature: `${lines.join(';')}>${targets.map(number)}`,
    feeds,
    write: () => writeGraph(order, number, targets),
  };
}

/** Where a value that is fed enters the graph. */
function inputName(number: number): string {
  return `input_${number}`;
}

export function outputName(i: number): string {
  return `output_${i}`;
}

function writeGraph(
  order: readonly LazyValue[],
  number: (value: LazyValue) => number,
  targets: readonly LazyValue[],
): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const names = new Map<LazyValue, string>();
  const nameOf = ({ value, shape }: Operand): string => {
    const name = names.get(value)!;
    const isSame = shape.length === value.shape.length && shape.every((size, i) => size === value.shape[i]);
    return isSame ? name : graph.node('Reshape', [name, graph.int64s(shape)]);
  };
  for (const value of order) {
    const { data, recipe } = value;
    const name =
      data === undefined
        ? recipe!.operation.write(graph, recipe!.operands.map(nameOf))
        : graph.input(inputName(number(value)), data.type === 'string' ? 'other' : data.type, value.shape);
    names.set(value, name);
  }
  targets.forEach((target, i) => {
    graph.output(names.get(target)!, 'float32', target.shape, outputName(i));
  });
  return writeOnnxModel(graph.build());
}
