import type { WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { layerNorm } from './layer-norm.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { visionLayer } from './vision-layer.ts';
import type { VisionTowerShape } from './vision-shape.ts';

/** A CLIP or SigLIP tower, cut behind its last used layer: frames `[frames, 3, edge, edge]` give `[frames, tokens, hiddenSize]`. */
export function visionTower(
  graph: ConverterGraph,
  pixels: string,
  shape: VisionTowerShape,
  source: WeightSource,
  prefix: string,
  form: WeightForm,
): string {
  let hidden = patchEmbedding(graph, pixels, shape, source, prefix);
  // The name is misspelt in every checkpoint.
  if (shape.hasClassToken) {
    hidden = layerNorm(graph, hidden, source, `${prefix}pre_layrnorm`, shape.normEpsilon);
  }
  for (let layer = 0; layer < shape.layers; layer++) {
    hidden = visionLayer(graph, hidden, shape, source, `${prefix}encoder.layers.${layer}`, form);
  }
  return hidden;
}
