import type { ModelComponent, ModelDtype } from '@slowfast/model-files';
import type { CheckpointArchitecture } from './architecture/architecture.ts';
import type { CheckpointWeights } from './architecture/checkpoint-weights.ts';
import { writeDecoderGraph } from './decoder-graph/write-decoder-graph.ts';
import { writeEmbedding } from './embedding/write-embedding.ts';
import { ConverterGraph } from './graph/converter-graph.ts';
import type { VisionShape } from './vision/vision-shape.ts';
import type { VisionTowerEnds } from './vision/vision-tower.ts';
import { writeVision } from './vision/write-vision.ts';

/** The precisions that a checkpoint can be converted to. */
export const conversionDtypes = ['fp32', 'q8', 'q4'] as const satisfies readonly ModelDtype[];

/** A precision that a checkpoint can be converted to. */
export type ConversionDtype = (typeof conversionDtypes)[number];

/** One graph of a checkpoint. */
export interface CheckpointGraph {
  readonly component: ModelComponent;
  readonly graph: ConverterGraph;
}

/**
 * The graphs of a checkpoint: vision tower with projector, look-up of tokens, decoder graph. Nothing is read of the weights yet.
 *
 * The tower is never kept in 4 bits: its products are of hundreds of rows, which 8 bits make faster than 4.
 *
 * @param ends what stands before and behind the tower's layers; that of CLIP and SigLIP if absent.
 */
export function checkpointGraphs(
  architecture: CheckpointArchitecture,
  weights: CheckpointWeights,
  dtype: ConversionDtype,
  ends?: VisionTowerEnds,
): readonly CheckpointGraph[] {
  const vision = new ConverterGraph();
  writeVision(
    vision,
    visionShape(architecture),
    weights.vision,
    { tower: 'vision_tower.', projector: 'multi_modal_projector.' },
    dtype === 'fp32' ? 'fp32' : 'q8',
    ends,
  );
  const embedding = new ConverterGraph();
  writeEmbedding(embedding, architecture.text, weights.text, dtype);
  const decoderGraph = new ConverterGraph();
  writeDecoderGraph(decoderGraph, architecture.text, weights.text, dtype);
  return [
    { component: 'vision_encoder', graph: vision },
    { component: 'embed_tokens', graph: embedding },
    { component: 'decoder_model_merged', graph: decoderGraph },
  ];
}

function visionShape({ vision, projector }: CheckpointArchitecture): VisionShape {
  const { kind, imageSize, patchSize, hiddenSize, heads, layersUsed, activation, normEpsilon } = vision;
  const hasClassToken = kind === 'clip';
  return {
    tower: {
      imageSize,
      patchSize,
      hiddenSize,
      heads,
      layers: layersUsed,
      activation,
      normEpsilon,
      hasClassToken,
    },
    keepsClassToken: hasClassToken && !vision.dropsFirstToken,
    projectorActivation: projector.activation,
    embeddingSize: projector.outputSize,
  };
}
