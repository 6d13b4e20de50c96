import { ModelInvalidError } from '@slowfast/spec';
import type { WeightSource } from '../weights/weight-source.ts';
import type { ProjectorArchitecture, TextArchitecture, VisionArchitecture } from './architecture.ts';

/** Names of tensors with the shapes that they must have. */
export type NeededTensors = Readonly<Record<string, readonly number[]>>;

/** Tensors of a vision tower up to the layer that is used. */
export function visionTensors(vision: VisionArchitecture): NeededTensors {
  const { kind, hiddenSize, intermediateSize, channels, patchSize } = vision;
  const side = Math.floor(vision.imageSize / patchSize);
  const isClip = kind === 'clip';
  const needed: Record<string, readonly number[]> = {
    'embeddings.patch_embedding.weight': [hiddenSize, channels, patchSize, patchSize],
    'embeddings.position_embedding.weight': [side * side + (isClip ? 1 : 0), hiddenSize],
    ...(isClip
      ? { 'embeddings.class_embedding': [hiddenSize], ...norm('pre_layrnorm', hiddenSize) }
      : { 'embeddings.patch_embedding.bias': [hiddenSize] }),
  };
  for (let layer = 0; layer < vision.layersUsed; layer += 1) {
    const at = `encoder.layers.${layer}`;
    Object.assign(needed, norm(`${at}.layer_norm1`, hiddenSize), norm(`${at}.layer_norm2`, hiddenSize));
    for (const name of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) {
      Object.assign(needed, linear(`${at}.self_attn.${name}`, hiddenSize, hiddenSize, true));
    }
    Object.assign(needed, linear(`${at}.mlp.fc1`, intermediateSize, hiddenSize, true));
    Object.assign(needed, linear(`${at}.mlp.fc2`, hiddenSize, intermediateSize, true));
  }
  return needed;
}

/** Tensors of the two layers behind the tower. */
export function projectorTensors({ inputSize, outputSize, hasBias }: ProjectorArchitecture): NeededTensors {
  return {
    ...linear('linear_1', outputSize, inputSize, hasBias),
    ...linear('linear_2', outputSize, outputSize, hasBias),
  };
}

/** Tensors of a language model, its embedding among them. */
export function textTensors(text: TextArchitecture): NeededTensors {
  const { hiddenSize, intermediateSize, headSize, vocabularySize, attentionBias } = text;
  const [queries, keys] = [text.heads * headSize, text.keyValueHeads * headSize];
  const needed: Record<string, readonly number[]> = {
    'embed_tokens.weight': [vocabularySize, hiddenSize],
    'norm.weight': [hiddenSize],
    ...(!text.tiedEmbeddings && { 'lm_head.weight': [vocabularySize, hiddenSize] }),
  };
  for (let layer = 0; layer < text.layers; layer += 1) {
    const at = `layers.${layer}`;
    needed[`${at}.input_layernorm.weight`] = [hiddenSize];
    needed[`${at}.post_attention_layernorm.weight`] = [hiddenSize];
    Object.assign(
      needed,
      linear(`${at}.self_attn.q_proj`, queries, hiddenSize, attentionBias.queryKeyValue),
      linear(`${at}.self_attn.k_proj`, keys, hiddenSize, attentionBias.queryKeyValue),
      linear(`${at}.self_attn.v_proj`, keys, hiddenSize, attentionBias.queryKeyValue),
      linear(`${at}.self_attn.o_proj`, hiddenSize, queries, attentionBias.output),
      linear(`${at}.mlp.gate_proj`, intermediateSize, hiddenSize, text.feedForwardBias),
      linear(`${at}.mlp.up_proj`, intermediateSize, hiddenSize, text.feedForwardBias),
      linear(`${at}.mlp.down_proj`, hiddenSize, intermediateSize, text.feedForwardBias),
    );
  }
  return needed;
}

/** @throws ModelInvalidError for the first tensor that is missing or has another shape. */
export function requireTensors(source: WeightSource, needed: NeededTensors): void {
  for (const [name, shape] of Object.entries(needed)) {
    const tensor = source.tensor(name);
    if (tensor.shape.length === shape.length && tensor.shape.every((size, axis) => size === shape[axis]))
      continue;
    throw new ModelInvalidError({
      place: source.place,
      found: `${tensor.name} of shape [${tensor.shape.join(', ')}]`,
      expected: `[${shape.join(', ')}], as config.json says`,
    });
  }
}

function linear(name: string, outputs: number, inputs: number, hasBias: boolean): NeededTensors {
  return { [`${name}.weight`]: [outputs, inputs], ...(hasBias && { [`${name}.bias`]: [outputs] }) };
}

function norm(name: string, size: number): NeededTensors {
  return { [`${name}.weight`]: [size], [`${name}.bias`]: [size] };
}
