import type { TextArchitecture } from './architecture.ts';
import { type ConfigSection, mostLayers } from './config-section.ts';

/** What `LlamaConfig`, `MistralConfig` and `Qwen2Config` of transformers take where a configuration says nothing. */
const defaults = {
  llama: { intermediateSize: 11008, vocabularySize: 32000, contextLength: 2048, slidingWindow: null },
  mistral: { intermediateSize: 14336, vocabularySize: 32000, contextLength: 131072, slidingWindow: 4096 },
  qwen2: { intermediateSize: 22016, vocabularySize: 151936, contextLength: 32768, slidingWindow: null },
} as const;

/**
 * The language model of a configuration; `tiedEmbeddings` is what it claims.
 *
 * @throws ModelUnsupportedError when it is of another kind, or has a rotary embedding or an attention that is not known.
 */
export function readTextArchitecture(config: ConfigSection): TextArchitecture {
  const text = config.section('text_config');
  const kind = text.choice('model_type', ['llama', 'mistral', 'qwen2'], 'llama');
  const otherwise = defaults[kind];
  text.choice('hidden_act', ['silu'], 'silu');
  const hiddenSize = text.size('hidden_size', 4096);
  const heads = text.size('num_attention_heads', 32);
  const keyValueHeads = text.size('num_key_value_heads', kind === 'mistral' ? 8 : heads);
  if (heads % keyValueHeads !== 0) text.unsupported('num_key_value_heads', `a divisor of ${heads} heads`);
  const headSize = text.size('head_dim', hiddenSize / heads);
  if (headSize % 2 !== 0) text.unsupported('head_dim', 'an even size');
  const contextLength = text.size('max_position_embeddings', otherwise.contextLength);
  refuseSlidingWindow(text, kind, contextLength, otherwise.slidingWindow);
  const allBiases = kind === 'llama' && text.flag('attention_bias', false);
  return {
    kind,
    hiddenSize,
    intermediateSize: text.size('intermediate_size', otherwise.intermediateSize),
    layers: text.size('num_hidden_layers', 32, mostLayers),
    heads,
    keyValueHeads,
    headSize,
    vocabularySize: text.size('vocab_size', otherwise.vocabularySize),
    contextLength,
    ropeTheta: readRopeTheta(text),
    normEpsilon: text.positive('rms_norm_eps', 1e-6),
    tiedEmbeddings: text.flag('tie_word_embeddings', false) || config.flag('tie_word_embeddings', false),
    attentionBias: { queryKeyValue: kind === 'qwen2' || allBiases, output: allBiases },
    feedForwardBias: kind === 'llama' && text.flag('mlp_bias', false),
  };
}

/** `rope_parameters` is of transformers 5; before, `rope_theta` and `rope_scaling` stood beside the sizes. */
function readRopeTheta(text: ConfigSection): number {
  const parameters = text.optionalSection('rope_parameters');
  for (const section of [parameters, text.optionalSection('rope_scaling')]) {
    const name = section?.raw('rope_type') === undefined ? 'type' : 'rope_type';
    section?.choice(name, ['default'], 'default');
  }
  const factor = text.raw('partial_rotary_factor');
  if (factor !== undefined && factor !== 1) text.unsupported('partial_rotary_factor', '1');
  const theta = parameters?.raw('rope_theta') === undefined ? text : parameters;
  return theta.positive('rope_theta', 10_000);
}

/** A window that the context never leaves is no window. */
function refuseSlidingWindow(
  text: ConfigSection,
  kind: TextArchitecture['kind'],
  contextLength: number,
  absent: number | null,
): void {
  const isUsed = kind === 'mistral' || (kind === 'qwen2' && text.flag('use_sliding_window', false));
  const given = text.raw('sliding_window');
  const window = given === undefined ? absent : given;
  if (isUsed && window !== null && !(typeof window === 'number' && window >= contextLength)) {
    text.unsupported('sliding_window', 'attention to the whole context');
  }
}
