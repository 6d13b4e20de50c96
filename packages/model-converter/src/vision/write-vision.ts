import type { WeightForm } from '../blocks/linear.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { projector } from './projector.ts';
import { smoothedWeights } from './smoothed-weights.ts';
import { patchesPerEdge, type VisionNames, type VisionShape } from './vision-shape.ts';
import { type VisionTowerEnds, visionTower } from './vision-tower.ts';

/**
 * Writes a CLIP or SigLIP tower with LLaVA's projector.
 *
 * Input `pixel_values [frames, 3, imageSize, imageSize]`, output `image_features [frames, rows * columns, embeddingSize]`
 * (one token more, in front, where the class token is kept), both float32, any number of frames. A newline row or the tiles
 * of a picture are no part of it: a video's frame is one base tile. Quantised forms even out the channels first.
 *
 * @param ends what stands before and behind the tower's layers; that of CLIP and SigLIP if absent.
 * @throws ModelInvalidError when a weight is missing, InvalidTensorError when one has another shape.
 */
export function writeVision(
  graph: ConverterGraph,
  shape: VisionShape,
  source: WeightSource,
  names: VisionNames,
  form: WeightForm,
  ends?: VisionTowerEnds,
): void {
  const { tower, keepsClassToken, projectorActivation, embeddingSize } = shape;
  const { imageSize } = tower;
  const weights = form === 'fp32' ? source : smoothedWeights(source, names, tower.layers);
  const pixels = graph.input('pixel_values', 'float32', ['frames', 3, imageSize, imageSize]);
  const hidden = visionTower(graph, pixels, tower, weights, names.tower, form, ends);
  const extra = tower.hasClassToken ? 1 : 0;
  const tokens = patchesPerEdge(tower) ** 2;
  const used =
    tower.hasClassToken && !keepsClassToken
      ? graph.node('Slice', [hidden, graph.int64s([1]), graph.int64s([tokens + extra]), graph.int64s([1])])
      : hidden;
  const features = projector(graph, used, weights, names.projector, projectorActivation, form);
  const kept = keepsClassToken ? tokens + extra : tokens;
  graph.output(features, 'float32', ['frames', kept, embeddingSize], 'image_features');
}
