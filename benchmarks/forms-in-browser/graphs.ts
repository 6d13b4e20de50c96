import { type ConverterGraph, writeDecoderGraph, writeVision } from '@slowfast/model-converter';
import { writePublishedDecoderGraph } from '../decoder-graph/published-decoder-graph.ts';
import type { PublishedForm } from '../decoder-graph/published-products.ts';
import { qwenHalf, qwenWeights } from '../decoder-graph/qwen-weights.ts';
import { clipLarge, clipNames, clipWeights } from '../vision-tower/clip-weights.ts';
import { writePlainClip } from '../vision-tower/plain-clip.ts';

const text = { ...qwenHalf, layers: Number(process.env.LAYERS ?? 6) };
const vision = { ...clipLarge, tower: { ...clipLarge.tower, layers: 4 } };
const textWeights = qwenWeights();
const visionWeights = clipWeights();

/** Layers of the decoder graphs. */
export const decoderGraphLayers: number = text.layers;

type WriteGraph = (graph: ConverterGraph) => void;
const published = (form: PublishedForm): WriteGraph => {
  return (graph) => writePublishedDecoderGraph(graph, text, textWeights, form, 'kept');
};
const decoderGraph = (form: 'fp32' | 'q8' | 'q4'): WriteGraph => {
  return (graph) => writeDecoderGraph(graph, text, textWeights, form);
};
const tower = (form: 'fp32' | 'q8'): WriteGraph => {
  return (graph) => writeVision(graph, vision, visionWeights, clipNames, form);
};

/** The graphs of each kind, by the names that the tables use; float32 first. */
export const graphs: Readonly<Record<'decoder-graph' | 'vision', Readonly<Record<string, WriteGraph>>>> = {
  'decoder-graph': {
    'published fp32': published('fp32'),
    'published fp16': published('fp16'),
    'published int8': published('int8'),
    'published uint8': published('uint8'),
    'published q4': published('q4'),
    fp32: decoderGraph('fp32'),
    q8: decoderGraph('q8'),
    q4: decoderGraph('q4'),
  },
  vision: {
    'fp32, as exported': (graph) => writePlainClip(graph, vision, visionWeights, clipNames),
    fp32: tower('fp32'),
    q8: tower('q8'),
  },
};
