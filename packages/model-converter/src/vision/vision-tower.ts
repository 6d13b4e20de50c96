import type { WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { layerNorm } from './layer-norm.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { visionLayer } from './vision-layer.ts';
import type { VisionTowerShape } from './vision-shape.ts';

/** Part of a tower: takes frames or hidden states and gives hidden states; its weights stand behind `prefix`. */
export type VisionPart = (
  graph: ConverterGraph,
  x: string,
  shape: VisionTowerShape,
  source: WeightSource,
  prefix: string,
) => string;

/** What stands before and behind the layers of a tower. Both stay in float32 in every form. */
export interface VisionTowerEnds {
  /** Frames `[frames, 3, edge, edge]` as tokens `[frames, tokens, hiddenSize]` with their positions. */
  readonly embedFrames: VisionPart;
  /** What the hidden states of the last layer go through `[frames, tokens, hiddenSize]`. */
  readonly finish: VisionPart;
}

/** One convolution, as large as a patch, and nothing behind the layers: CLIP and SigLIP, as LLaVA uses them. */
const publishedEnds: VisionTowerEnds = {
  embedFrames(graph, pixels, shape, source, prefix) {
    const embedded = patchEmbedding(graph, pixels, shape, source, prefix);
    // The name is misspelt in every checkpoint.
    return shape.hasClassToken
      ? layerNorm(graph, embedded, source, `${prefix}pre_layrnorm`, shape.normEpsilon)
      : embedded;
  },
  finish: (_graph, hidden) => hidden,
};

/** A tower of transformer layers, cut behind its last used one: frames `[frames, 3, edge, edge]` give `[frames, tokens, hiddenSize]`. */
export function visionTower(
  graph: ConverterGraph,
  pixels: string,
  shape: VisionTowerShape,
  source: WeightSource,
  prefix: string,
  form: WeightForm,
  { embedFrames, finish }: VisionTowerEnds = publishedEnds,
): string {
  let hidden = embedFrames(graph, pixels, shape, source, prefix);
  for (let layer = 0; layer < shape.layers; layer++) {
    hidden = visionLayer(graph, hidden, shape, source, `${prefix}encoder.layers.${layer}`, form);
  }
  return finish(graph, hidden, shape, source, prefix);
}
