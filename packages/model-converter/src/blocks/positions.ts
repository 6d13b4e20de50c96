import type { ConverterGraph } from '../graph/converter-graph.ts';

/** Where the new tokens of a run stand: behind those of the past, each seeing those before it. */
export interface Positions {
  /** Number of tokens before, int64 `[1]`: the position of the first new one. */
  readonly past: string;
  /** Numbers of tokens before and of new ones, int64 `[2]`. */
  readonly counts: string;
  /** Added to scores of new tokens against new ones, for each head of a group `[group * sequence, sequence]`. */
  readonly maskOfNew: string;
  /** Added to scores of new tokens against all `[sequence, past + sequence]`. */
  readonly maskOfAll: string;
  /** Whether there is a past, and so few new tokens that scores are cheaper to join than keys; a bool without axes. */
  readonly joinsScores: string;
}

const unseen = -1e9;

/**
 * Positions of `embeddings [1, sequence, size]` behind the keys `pastKeys [past, …]`, which `group` heads of queries share.
 * Scores of up to `mostJoinedScores` new tokens are joined.
 */
export function positions(
  graph: ConverterGraph,
  {
    embeddings,
    pastKeys,
    group,
    mostJoinedScores,
  }: {
    readonly embeddings: string;
    readonly pastKeys: string;
    readonly group: number;
    readonly mostJoinedScores: number;
  },
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
    counts: graph.node('Concat', [past, sequence], { attributes: { axis: { int: 0 } } }),
    maskOfNew: forGroup(graph, mask(graph, ofNew, rows), group),
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

/** A mask `[sequence, …]` once for each head of a group `[group * sequence, …]`. */
function forGroup(graph: ConverterGraph, mask: string, group: number): string {
  if (group === 1) return mask;
  const { type, shape } = graph.value(mask);
  return graph.node('Concat', Array<string>(group).fill(mask), {
    attributes: { axis: { int: 0 } },
    gives: [{ type, shape: [`${group} * ${shape[0]}`, ...shape.slice(1)] }],
  });
}

/** The size of an axis, int64 `[1]`. */
function axisSize(graph: ConverterGraph, x: string, axis: number): string {
  return graph.node('Shape', [x], { attributes: { start: { int: axis }, end: { int: axis + 1 } } });
}
