import type { TensorInMemory } from '../../weights/weights-in-memory.ts';
import type { VisionNames, VisionShape } from '../vision-shape.ts';
import { patchesPerEdge } from '../vision-shape.ts';
import { randomNumbers } from './random-numbers.ts';

/** Names of the weights below. */
export const randomVisionNames: VisionNames = { tower: 'tower.', projector: 'projector.' };

/** Weights of a CLIP tower with its projector, sized so that values stay about one. Tests may change them. */
export function randomVision(
  { tower, embeddingSize }: VisionShape,
  mlpSize: number,
  seed: number,
): Record<string, TensorInMemory> {
  const random = randomNumbers(seed);
  const { hiddenSize: size, patchSize, layers } = tower;
  const tensors: Record<string, TensorInMemory> = {};
  const put = (name: string, shape: readonly number[], deviation: number, mean = 0) => {
    const count = shape.reduce((product, axis) => product * axis, 1);
    tensors[name] = { shape, values: random(count, deviation, mean) };
  };
  const norm = (name: string) => {
    put(`${name}.weight`, [size], 0.1, 1);
    put(`${name}.bias`, [size], 0.1);
  };
  const linear = (name: string, outputs: number, inputs: number) => {
    put(`${name}.weight`, [outputs, inputs], 1.2 / Math.sqrt(inputs));
    put(`${name}.bias`, [outputs], 0.1);
  };
  put('tower.embeddings.patch_embedding.weight', [size, 3, patchSize, patchSize], 1 / patchSize);
  put('tower.embeddings.class_embedding', [size], 1);
  put('tower.embeddings.position_embedding.weight', [patchesPerEdge(tower) ** 2 + 1, size], 0.5);
  norm('tower.pre_layrnorm');
  for (let layer = 0; layer < layers; layer++) {
    const at = `tower.encoder.layers.${layer}`;
    norm(`${at}.layer_norm1`);
    norm(`${at}.layer_norm2`);
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj'])
      linear(`${at}.self_attn.${part}`, size, size);
    linear(`${at}.mlp.fc1`, mlpSize, size);
    linear(`${at}.mlp.fc2`, size, mlpSize);
  }
  linear('projector.linear_1', embeddingSize, size);
  linear('projector.linear_2', embeddingSize, embeddingSize);
  return tensors;
}

/**
 * Plants channels 50 times as large as the others before every linear layer of the tower, whose weights for them are a 50th: the
 * tower computes much the same (behind an activation not quite), but 8 bits with one scale a token have nothing left for the others.
 */
export function plantOutliers(
  tensors: Readonly<Record<string, TensorInMemory>>,
  layers: number,
  prefix: string,
): void {
  const factor = 50;
  const rows = (name: string, channels: readonly number[]) => {
    for (const part of ['weight', 'bias']) {
      const { values, shape } = tensors[`${name}.${part}`]!;
      const length = values.length / shape[0]!;
      for (const row of channels) {
        for (let i = row * length; i < (row + 1) * length; i++) values[i] = values[i]! * factor;
      }
    }
  };
  const columns = (name: string, channels: readonly number[]) => {
    const { values, shape } = tensors[`${name}.weight`]!;
    for (const column of channels) {
      for (let i = column; i < values.length; i += shape[1]!) values[i] = values[i]! / factor;
    }
  };
  for (let layer = 0; layer < layers; layer++) {
    const at = `${prefix}encoder.layers.${layer}.`;
    const size = tensors[`${at}layer_norm1.weight`]!.shape[0]!;
    const hidden = [3, size - 5];
    rows(`${at}layer_norm1`, hidden);
    for (const part of ['q_proj', 'k_proj', 'v_proj']) columns(`${at}self_attn.${part}`, hidden);
    const mixed = [1, size >> 1];
    rows(`${at}self_attn.v_proj`, mixed);
    columns(`${at}self_attn.out_proj`, mixed);
    rows(`${at}layer_norm2`, hidden);
    columns(`${at}mlp.fc1`, hidden);
    const wide = [0, 7, tensors[`${at}mlp.fc1.weight`]!.shape[0]! - 2];
    rows(`${at}mlp.fc1`, wide);
    columns(`${at}mlp.fc2`, wide);
  }
}
