import { float32Tensor, type OnnxTensor } from '@slowfast/onnx-session';
import { decodeFloat32 } from '@slowfast/test-kit';
import { type TinyCheckpointName, testPicture, tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { checkpointWeights } from '../../decoder-graph/testing/checkpoint-weights.ts';
import type { WeightSource } from '../../weights/weight-source.ts';
import type { VisionNames, VisionShape } from '../vision-shape.ts';

/** The vision tower and projector of a tiny checkpoint and what transformers computes with them. */
export interface TinyVision {
  readonly shape: VisionShape;
  readonly source: WeightSource;
  /** A picture of the model's own size, `[1, 3, edge, edge]`. */
  readonly pixels: OnnxTensor;
  /** Its features `[rows * columns, embeddingSize]`, without the class token. */
  readonly features: Float32Array;
}

/** Names that transformers 5 gives. */
export const tinyVisionNames: VisionNames = { tower: 'vision_tower.', projector: 'multi_modal_projector.' };

const siglip = {
  tower: {
    imageSize: 384,
    patchSize: 14,
    hiddenSize: 32,
    heads: 4,
    layers: 2,
    activation: 'gelu_pytorch_tanh',
    normEpsilon: 1e-6,
    hasClassToken: false,
  },
  keepsClassToken: false,
  projectorActivation: 'gelu',
  embeddingSize: 32,
} as const satisfies VisionShape;

const clip = {
  ...siglip,
  tower: {
    ...siglip.tower,
    imageSize: 336,
    activation: 'quick_gelu',
    normEpsilon: 1e-5,
    hasClassToken: true,
  },
} as const satisfies VisionShape;

const half = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
const clips = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

/** Checkpoints with a CLIP or SigLIP tower. */
export const tinyVisions = {
  'llava-onevision': { shape: siglip, normalising: half },
  'llava-interleave': { shape: siglip, normalising: half },
  'llava-1.5': { shape: clip, normalising: clips },
  'llava-1.5-class-token': { shape: { ...clip, keepsClassToken: true }, normalising: clips },
  'llava-1.6': { shape: clip, normalising: clips },
  nanollava: { shape: siglip, normalising: half },
} as const satisfies Partial<Record<TinyCheckpointName, object>>;

export async function tinyVision(name: keyof typeof tinyVisions): Promise<TinyVision> {
  const { files, oracle } = tinyCheckpoint(name);
  const { shape, normalising } = tinyVisions[name];
  const { features } = await oracle();
  const { width, height, seed } = features.picture;
  const { data } = testPicture(width, height, seed);
  const { mean, std } = normalising;
  const values = new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const channel = at % 3;
    values[channel * width * height + (at - channel) / 3] =
      (data[at]! / 255 - mean[channel]!) / std[channel]!;
  }
  return {
    shape,
    source: checkpointWeights(await files.bytes('model.safetensors')),
    pixels: float32Tensor(values, [1, 3, height, width]),
    features: decodeFloat32(features.values),
  };
}
