import type { ConverterGraph } from '../graph/converter-graph.ts';

/** Where the new tokens of a run stand: behind those of the past, each seeing those before it. */
export interface Positions {
  /** Number of tokens before, int64 `[1]`: the position of the first new one. */
  readonly past: string;
  /** Added to scores of new tokens against new ones `[sequence, sequence]`. */
  readonly maskOfNew: string;
  /** Added to scores of new tokens against all `[sequence, past + sequence]`. */
  readonly maskOfAll: string;
  /** Whether there is a past, and so few new tokens that scores are cheaper to join than keys; a bool without axes. */
  readonly joinsScores: string;
}

const unseen = -1e9;

/**
 * Positions of `embeddings [1, sequence, size]` behind the keys `pastKeys [past, …]`. Scores of up to `mostJoinedScores`
 * new tokens are joined.
 */
export function positions(
  graph: ConverterGraph,
  {
    embeddings,
    pastKeys,
    mostJoinedScores,
  }: { readonly embeddings: string; readonly pastKeys: string; readonly mostJoinedScores: number },
): Positions {
  const past = axisSize(graph, pastKeys, 0);
  const sequence = axisSize(graph, embeddings, 1);
  const zero = graph.constant(BigInt64Array.of(0n), 'int64', []);
  const most = graph.constant(BigInt64Array.of(BigInt(mostJoinedScores)), 'int64', []);
  const one = graph.constant(BigInt64Array.of(1n), 'int64', []);
  const pastCount = graph.node('Squeeze', [past]);
  const sequenceCount = graph.node('Squeeze', [sequence]);
  const ofNew = graph.node('Range', [zero, sequenceCount, one]);
  const ofAll = graph.node('Range', [zero, graph.node('Add', [pastCount, sequenceCount]), one]);
  const rows = graph.node('Unsqueeze', [ofNew, graph.int64s([1])]);
  return {
    past,
    maskOfNew: mask(graph, ofNew, rows),
    maskOfAll: mask(graph, ofAll, graph.node('Add', [rows, past])),
    joinsScores: graph.node('And', [
      graph.node('Greater', [pastCount, zero]),
      graph.node('LessOrEqual', [sequenceCount, most]),
    ]),
  };
}

function mask(graph: ConverterGraph, columns: string, rows: string): string {
  const isSeen = graph.node('LessOrEqual', [graph.node('Unsqueeze', [columns, graph.int64s([0])]), rows]);
  const scalar = (value: number) => graph.constant(Float32Array.of(value), 'float32', []);
  return graph.node('Where', [isSeen, scalar(0), scalar(unseen)]);
}

/** The size of an axis, int64 `[1]`. */
function axisSize(graph: ConverterGraph, x: string, axis: number): string {
  return graph.node('Shape', [x], { attributes: { start: { int: axis }, end: { int: axis + 1 } } });
}
