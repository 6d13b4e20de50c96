import { type ConverterGraph, writeDecoder } from '@slowfast/model-converter';
import { writePublishedDecoder } from '../decoder/published-decoder.ts';
import type { PublishedForm } from '../decoder/published-products.ts';
import { qwenHalf, qwenWeights } from '../decoder/qwen-weights.ts';

/** Layers of the decoders, of 24. */
export const layers = Number(process.env.LAYERS ?? 2);
// The product with the vocabulary is one more of its kind, and takes a gigabyte.
const text = { ...qwenHalf, layers, vocabularySize: 4096 };
const weights = qwenWeights(text.vocabularySize);

type WriteGraph = (graph: ConverterGraph) => void;
const published = (form: PublishedForm): WriteGraph => {
  return (graph) => writePublishedDecoder(graph, text, weights, form, 'kept');
};
const converted = (form: 'fp32' | 'q8' | 'q4'): WriteGraph => {
  return (graph) => writeDecoder(graph, text, weights, form);
};

/** Decoders by the names that the table uses; the published ones return their whole cache, the others what is new of it. */
export const graphs: Readonly<Record<string, WriteGraph>> = {
  'published fp32': published('fp32'),
  'published int8': published('int8'),
  'published q4': published('q4'),
  fp32: converted('fp32'),
  q8: converted('q8'),
  q4: converted('q4'),
};
