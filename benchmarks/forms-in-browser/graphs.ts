import { type ConverterGraph, writeDecoder, writeVision } from '@slowfast/model-converter';
import { writePublishedDecoder } from '../decoder/published-decoder.ts';
import type { PublishedForm } from '../decoder/published-products.ts';
import { qwenHalf, qwenWeights } from '../decoder/qwen-weights.ts';
import { clipLarge, clipNames, clipWeights } from '../vision-tower/clip-weights.ts';
import { writePlainClip } from '../vision-tower/plain-clip.ts';

const text = { ...qwenHalf, layers: Number(process.env.LAYERS ?? 6) };
const vision = { ...clipLarge, tower: { ...clipLarge.tower, layers: 4 } };
const textWeights = qwenWeights();
const visionWeights = clipWeights();

/** Layers of the decoders. */
export const decoderLayers: number = text.layers;

type WriteGraph = (graph: ConverterGraph) => void;
const published = (form: PublishedForm): WriteGraph => {
  return (graph) => writePublishedDecoder(graph, text, textWeights, form, 'kept');
};
const decoder = (form: 'fp32' | 'q8' | 'q4'): WriteGraph => {
  return (graph) => writeDecoder(graph, text, textWeights, form);
};
const tower = (form: 'fp32' | 'q8'): WriteGraph => {
  return (graph) => writeVision(graph, vision, visionWeights, clipNames, form);
};

/** The graphs of each kind, by the names that the tables use; float32 first. */
export const graphs: Readonly<Record<'decoder' | 'vision', Readonly<Record<string, WriteGraph>>>> = {
  decoder: {
    'published fp32': published('fp32'),
    'published fp16': published('fp16'),
    'published int8': published('int8'),
    'published uint8': published('uint8'),
    'published q4': published('q4'),
    fp32: decoder('fp32'),
    q8: decoder('q8'),
    q4: decoder('q4'),
  },
  vision: {
    'fp32, as exported': (graph) => writePlainClip(graph, vision, visionWeights, clipNames),
    fp32: tower('fp32'),
    q8: tower('q8'),
  },
};
