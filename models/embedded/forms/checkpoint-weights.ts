import {
  type CheckpointArchitecture,
  type CheckpointWeights,
  type TensorInMemory,
  weightsInMemory,
} from '@slowfast/model-converter';
import { ModelInvalidError } from '@slowfast/spec';
import type { ExportedWeights } from './exported-weights.ts';

const place = 'the exported model';

/**
 * The weights of an exported model by the names that the converter takes. Its layers keep queries, keys and values of the
 * tower in one weight, products `[in, out]`, and the language model's queries divided by the square root of the size of a head.
 *
 * @throws ModelInvalidError when one is missing.
 */
export function checkpointWeights(
  exported: ExportedWeights,
  { vision, text }: CheckpointArchitecture,
): CheckpointWeights {
  return {
    vision: weightsInMemory(visionTensors(exported, vision.layers), place),
    text: weightsInMemory(textTensors(exported, text), place),
  };
}

type Tensors = Record<string, TensorInMemory>;

function visionTensors(exported: ExportedWeights, layers: number): Tensors {
  const tensors: Tensors = {};
  const whole = (name: string, from: string) => {
    for (const part of ['weight', 'bias']) {
      tensors[`${name}.${part}`] = outputsFirst(tensorOf(exported, `${from}.${part}`));
    }
  };
  for (let layer = 0; layer < layers; layer++) {
    const [name, from] = [`vision_tower.encoder.layers.${layer}`, `layers.${layer}`];
    whole(`${name}.layer_norm1`, `${from}.attention_norm`);
    for (const part of ['weight', 'bias']) {
      const packed = outputsFirst(tensorOf(exported, `${from}.attention_in.${part}`));
      for (const [i, kind] of ['q', 'k', 'v'].entries()) {
        tensors[`${name}.self_attn.${kind}_proj.${part}`] = third(packed, i);
      }
    }
    whole(`${name}.self_attn.out_proj`, `${from}.attention_out`);
    whole(`${name}.layer_norm2`, `${from}.inner_norm`);
    whole(`${name}.mlp.fc1`, `${from}.inner_in`);
    whole(`${name}.mlp.fc2`, `${from}.inner_out`);
  }
  whole('multi_modal_projector.linear_1', 'projector.first');
  whole('multi_modal_projector.linear_2', 'projector.second');
  // What stands before and behind the layers keeps its names: tower-ends.ts knows it.
  for (const [name, tensor] of Object.entries(exported)) {
    if (/^(stem\.\d+|norm)\.(weight|bias)$|^place$/.test(name)) tensors[`vision_tower.${name}`] = tensor;
  }
  return tensors;
}

const textLinears = {
  'self_attn.k_proj': 'key',
  'self_attn.v_proj': 'value',
  'self_attn.o_proj': 'out',
  'mlp.gate_proj': 'gate',
  'mlp.up_proj': 'up',
  'mlp.down_proj': 'down',
};

function textTensors(exported: ExportedWeights, text: CheckpointArchitecture['text']): Tensors {
  const product = (name: string) => outputsFirst(tensorOf(exported, `${name}.weight`));
  const tensors: Tensors = {
    'embed_tokens.weight': tensorOf(exported, 'embed.weight'),
    'norm.weight': tensorOf(exported, 'decoder.norm.weight'),
    'lm_head.weight': product('decoder.head'),
  };
  for (let layer = 0; layer < text.layers; layer++) {
    const [name, from] = [`layers.${layer}`, `decoder.layers.${layer}`];
    tensors[`${name}.input_layernorm.weight`] = tensorOf(exported, `${from}.attention_norm.weight`);
    tensors[`${name}.post_attention_layernorm.weight`] = tensorOf(exported, `${from}.inner_norm.weight`);
    const { shape, values } = product(`${from}.query`);
    const factor = Math.sqrt(text.headSize);
    tensors[`${name}.self_attn.q_proj.weight`] = { shape, values: values.map((value) => value * factor) };
    for (const [theirs, ours] of Object.entries(textLinears)) {
      tensors[`${name}.${theirs}.weight`] = product(`${from}.${ours}`);
    }
  }
  return tensors;
}

function tensorOf(exported: ExportedWeights, name: string): TensorInMemory {
  const found = exported[name];
  if (found) return found;
  throw new ModelInvalidError({ place, found: 'no such weight', expected: name });
}

/** A matrix `[in, out]` as `[out, in]`; a vector as it is. */
function outputsFirst(tensor: TensorInMemory): TensorInMemory {
  if (tensor.shape.length !== 2) return tensor;
  const [inputs, outputs] = tensor.shape as [number, number];
  const values = new Float32Array(inputs * outputs);
  for (let input = 0, at = 0; input < inputs; input++) {
    for (let output = 0; output < outputs; output++) values[output * inputs + input] = tensor.values[at++]!;
  }
  return { shape: [outputs, inputs], values };
}

/** One of three equal parts of the first axis. */
function third({ shape, values }: TensorInMemory, index: number): TensorInMemory {
  const length = values.length / 3;
  const part = values.subarray(index * length, (index + 1) * length);
  return { shape: [shape[0]! / 3, ...shape.slice(1)], values: part };
}
