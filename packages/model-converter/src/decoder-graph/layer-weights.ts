import type { AttentionWeights } from '../blocks/attention.ts';
import type { GatedMlpWeights } from '../blocks/gated-mlp.ts';
import type { WeightSource, WeightTensor } from '../weights/weight-source.ts';

/** Weights of one layer of a language model. */
export interface LayerWeights {
  readonly inputNorm: WeightTensor;
  readonly attention: AttentionWeights;
  readonly attentionNorm: WeightTensor;
  readonly mlp: GatedMlpWeights;
}

/**
 * The weights of a layer by the names that LLaMA, Mistral and Qwen2 share, behind `prefix` (`layers.0.`).
 * Biases are there where the checkpoint has them.
 *
 * @throws ModelInvalidError when one is missing.
 */
export function layerWeights(source: WeightSource, prefix: string): LayerWeights {
  const weight = (name: string) => source.tensor(`${prefix}${name}.weight`);
  const bias = (name: string) => {
    const full = `${prefix}${name}.bias`;
    return source.has(full) ? source.tensor(full) : undefined;
  };
  const biases = (names: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(names).flatMap(([key, name]) => {
        const found = bias(name);
        return found ? [[key, found]] : [];
      }),
    );
  return {
    inputNorm: weight('input_layernorm'),
    attention: {
      query: weight('self_attn.q_proj'),
      key: weight('self_attn.k_proj'),
      value: weight('self_attn.v_proj'),
      output: weight('self_attn.o_proj'),
      ...biases({
        queryBias: 'self_attn.q_proj',
        keyBias: 'self_attn.k_proj',
        valueBias: 'self_attn.v_proj',
        outputBias: 'self_attn.o_proj',
      }),
    },
    attentionNorm: weight('post_attention_layernorm'),
    mlp: {
      gate: weight('mlp.gate_proj'),
      up: weight('mlp.up_proj'),
      down: weight('mlp.down_proj'),
      ...biases({ gateBias: 'mlp.gate_proj', upBias: 'mlp.up_proj', downBias: 'mlp.down_proj' }),
    },
  };
}
