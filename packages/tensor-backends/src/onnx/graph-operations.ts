import type { OnnxGraphBuilder } from '@slowfast/onnx-format';
import type { GridSize, PoolMode } from '@slowfast/spec';
import { adaptiveBins, type Bin, windowBins } from '../shared/bins.ts';
import { poolAxis } from './pool-axis.ts';

/** One operation, ready to be written into a graph. */
export interface GraphOperation {
  /** Operation and settings; together with the operands' shapes it determines the nodes. */
  readonly key: string;
  /** Writes the nodes; `inputs` are the names of the operands' values. */
  write(graph: OnnxGraphBuilder, inputs: readonly string[]): string;
}

/** Operands: a tensor, positions (int64). */
export const take: GraphOperation = {
  key: 'take',
  write: (graph, inputs) => graph.node('Gather', inputs),
};

export const add: GraphOperation = {
  key: 'add',
  write: (graph, inputs) => graph.node('Add', inputs),
};

/** Operands: a tensor, the factor (one value). */
export const scale: GraphOperation = {
  key: 'scale',
  write: (graph, inputs) => graph.node('Mul', inputs),
};

export const sum: GraphOperation = {
  key: 'sum',
  write: (graph, [tensor]) =>
    graph.node('ReduceSum', [tensor!, graph.int64s([0])], { attributes: { keepdims: { int: 0 } } }),
};

export const concat: GraphOperation = {
  key: 'concat',
  write: (graph, inputs) => graph.node('Concat', inputs, { attributes: { axis: { int: 0 } } }),
};

/** The operand's four axes are `shape`. */
export function pool(shape: readonly number[], window: GridSize, mode: PoolMode): GraphOperation {
  const [, rows, columns] = shape as readonly [number, number, number, number];
  return poolGrid(
    `pool-${mode}-${window.rows}x${window.columns}`,
    shape,
    windowBins(rows, window.rows),
    windowBins(columns, window.columns),
    mode,
  );
}

/** The operand's four axes are `shape`. */
export function poolAdaptive(shape: readonly number[], to: GridSize): GraphOperation {
  const [, rows, columns] = shape as readonly [number, number, number, number];
  return poolGrid(
    `adaptive-${to.rows}x${to.columns}`,
    shape,
    adaptiveBins(rows, to.rows),
    adaptiveBins(columns, to.columns),
    'mean',
  );
}

/** Rows first: runs of memory are then as long as a row of tokens, and the second step has little left to read. */
function poolGrid(
  key: string,
  [frames, rows, columns, size]: readonly number[],
  rowBins: readonly Bin[],
  columnBins: readonly Bin[],
  mode: PoolMode,
): GraphOperation {
  return {
    key,
    write(graph, [tensor]) {
      const low = poolAxis(graph, tensor!, [frames!, rows!, columns! * size!], rowBins, mode);
      const narrow = poolAxis(graph, low, [frames! * rowBins.length, columns!, size!], columnBins, mode);
      return graph.node('Reshape', [
        narrow,
        graph.int64s([frames!, rowBins.length, columnBins.length, size!]),
      ]);
    },
  };
}
