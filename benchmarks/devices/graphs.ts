import { type ConverterGraph, writeDecoderGraph } from '@slowfast/model-converter';
import { writePublishedDecoderGraph } from '../decoder-graph/published-decoder-graph.ts';
import type { PublishedForm } from '../decoder-graph/published-products.ts';
import { qwenHalf, qwenWeights } from '../decoder-graph/qwen-weights.ts';

/** Layers of the decoder graphs, of 24. */
export const layers = Number(process.env.LAYERS ?? 2);
// The product with the vocabulary is one more of its kind, and takes a gigabyte.
const text = { ...qwenHalf, layers, vocabularySize: 4096 };
const weights = qwenWeights(text.vocabularySize);

type WriteGraph = (graph: ConverterGraph) => void;
const published = (form: PublishedForm): WriteGraph => {
  return (graph) => writePublishedDecoderGraph(graph, text, weights, form, 'kept');
};
const converted = (form: 'fp32' | 'q8' | 'q4'): WriteGraph => {
  return (graph) => writeDecoderGraph(graph, text, weights, form);
};

/** Decoder graphs by the names that the table uses; the published ones return their whole cache, the others what is new of it. */
export const graphs: Readonly<Record<string, WriteGraph>> = {
  'published fp32': published('fp32'),
  'published int8': published('int8'),
  'published q4': published('q4'),
  fp32: converted('fp32'),
  q8: converted('q8'),
  q4: converted('q4'),
};
