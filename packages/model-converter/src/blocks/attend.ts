import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { Positions } from './positions.ts';

/** What attention looks at; heads of queries come in groups that share a head of keys and values. */
export interface Attended {
  /** `[keyValueHeads, group * sequence, headSize]`: all queries that share keys are rows of one product. */
  readonly queries: string;
  /** Keys and values of the past `[past, keyValueHeads, headSize]`, where their owner keeps them. */
  readonly past: { readonly keys: string; readonly values: string };
  /** Of the new tokens `[sequence, keyValueHeads, headSize]`. */
  readonly added: { readonly keys: string; readonly values: string };
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly positions: Positions;
}

/**
 * Mixed values `[keyValueHeads, group * sequence, headSize]`. Few queries are compared with the past where it is and their
 * scores joined: the past is read once and copied nowhere. Many queries have more scores than there are keys, so the
 * keys are joined; so they are where there is no past, which products with transposed batches don't take.
 */
export function attend(graph: ConverterGraph, attended: Attended): string {
  const { keyValueHeads, headSize, positions } = attended;
  const branch = (write: (graph: ConverterGraph, attended: Attended) => string) => ({
    graph: graph.branch(() => write(graph, attended), 'float32', [keyValueHeads, -1, headSize]),
  });
  return graph.node('If', [positions.joinsScores], {
    attributes: { then_branch: branch(joinScores), else_branch: branch(joinKeys) },
  });
}

function joinScores(graph: ConverterGraph, attended: Attended): string {
  const { past, added, positions } = attended;
  const ofPast = scores(graph, attended, past.keys);
  const ofNew = graph.node('Add', [scores(graph, attended, added.keys), positions.maskOfNew]);
  const joined = graph.node('Concat', [ofPast, ofNew], { attributes: { axis: { int: -1 } } });
  const [toPast, toNew] = graph.nodeOutputs('Split', [softmax(graph, joined), positions.counts], {
    attributes: { axis: { int: -1 } },
    outputs: 2,
  });
  return graph.node('Add', [mixed(graph, toPast!, past.values), mixed(graph, toNew!, added.values)]);
}

function joinKeys(graph: ConverterGraph, attended: Attended): string {
  const { past, added } = attended;
  const join = (before: string, behind: string) =>
    graph.node('Concat', [before, behind], { attributes: { axis: { int: 0 } } });
  const ofAll = scores(graph, attended, join(past.keys, added.keys));
  const probabilities = softmax(graph, masked(graph, attended, ofAll));
  return mixed(graph, probabilities, join(past.values, added.values));
}

/** Queries times keys `[tokens, keyValueHeads, headSize]`: `[keyValueHeads, group * sequence, tokens]`. */
function scores(graph: ConverterGraph, { queries, headSize }: Attended, keys: string): string {
  return graph.node('FusedMatMul', [queries, keys], {
    domain: 'com.microsoft',
    attributes: { transB: { int: 1 }, transBatchB: { int: 1 }, alpha: { float: headSize ** -0.5 } },
  });
}

/** Rows are the tokens of one head after those of another, so the mask is the same for each head. */
function masked(
  graph: ConverterGraph,
  { heads, keyValueHeads, positions: { maskOfAll: mask } }: Attended,
  scores: string,
): string {
  const reshaped = (x: string, rows: readonly number[], axis: number) => {
    const rest = graph.node('Shape', [mask], { attributes: { start: { int: axis } } });
    const shape = graph.node('Concat', [graph.int64s(rows), rest], { attributes: { axis: { int: 0 } } });
    return graph.node('Reshape', [x, shape]);
  };
  const perHead = graph.node('Add', [reshaped(scores, [heads], 0), mask]);
  return heads === keyValueHeads ? perHead : reshaped(perHead, [keyValueHeads, -1], 1);
}

function softmax(graph: ConverterGraph, scores: string): string {
  return graph.node('Softmax', [scores], { attributes: { axis: { int: -1 } } });
}

/** Values `[tokens, keyValueHeads, headSize]` in the proportions of `[keyValueHeads, group * sequence, tokens]`. */
function mixed(graph: ConverterGraph, probabilities: string, values: string): string {
  return graph.node('FusedMatMul', [probabilities, values], {
    domain: 'com.microsoft',
    attributes: { transBatchB: { int: 1 } },
  });
}
