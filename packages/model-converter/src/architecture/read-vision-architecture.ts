import type { VisionArchitecture } from './architecture.ts';
import { type ConfigSection, mostLayers } from './config-section.ts';

/** What `CLIPVisionConfig` and `SiglipVisionConfig` of transformers take where a configuration says nothing. */
const defaults = {
  clip: { imageSize: 224, patchSize: 32, activation: 'quick_gelu', normEpsilon: 1e-5 },
  siglip: { imageSize: 224, patchSize: 16, activation: 'gelu_pytorch_tanh', normEpsilon: 1e-6 },
} as const;

/** What transformers takes of the tower where the whole configuration says nothing. */
export interface FeatureDefaults {
  readonly layer: number;
  readonly strategy: 'default' | 'full';
}

/**
 * The vision tower of a configuration.
 *
 * @throws ModelUnsupportedError when it is neither CLIP nor SigLIP, or several layers are joined.
 */
export function readVisionArchitecture(config: ConfigSection, absent: FeatureDefaults): VisionArchitecture {
  const vision = config.section('vision_config');
  const type = vision.choice('model_type', ['clip_vision_model', 'siglip_vision_model']);
  const kind = type === 'clip_vision_model' ? 'clip' : 'siglip';
  const otherwise = defaults[kind];
  const layers = vision.size('num_hidden_layers', 12, mostLayers);
  const hiddenSize = vision.size('hidden_size', 768);
  const heads = vision.size('num_attention_heads', 12);
  if (hiddenSize % heads !== 0)
    vision.unsupported('num_attention_heads', `a divisor of hidden_size ${hiddenSize}`);
  const imageSize = vision.size('image_size', otherwise.imageSize);
  const patchSize = vision.size('patch_size', otherwise.patchSize);
  if (patchSize > imageSize) vision.unsupported('patch_size', `at most image_size ${imageSize}`);
  const channels = vision.size('num_channels', 3);
  if (channels !== 3) vision.unsupported('num_channels', '3');
  const strategy = config.choice('vision_feature_select_strategy', ['default', 'full'], absent.strategy);
  if (kind === 'siglip' && strategy !== 'full') {
    config.unsupported('vision_feature_select_strategy', 'full, as SigLIP has no class token to leave out');
  }
  return {
    kind,
    hiddenSize,
    intermediateSize: vision.size('intermediate_size', 3072),
    layers,
    layersUsed: layersUsed(config, layers, absent.layer),
    heads,
    imageSize,
    patchSize,
    channels,
    activation: vision.choice(
      'hidden_act',
      ['gelu', 'gelu_pytorch_tanh', 'quick_gelu'],
      otherwise.activation,
    ),
    normEpsilon: vision.positive('layer_norm_eps', otherwise.normEpsilon),
    dropsFirstToken: strategy === 'default',
  };
}

/** States before the first layer and behind each are counted, from the end where the number is negative. */
function layersUsed(config: ConfigSection, layers: number, absent: number): number {
  const given = config.raw('vision_feature_layer');
  if (Array.isArray(given)) config.unsupported('vision_feature_layer', 'one layer');
  const layer = config.integer('vision_feature_layer', absent);
  const used = layer < 0 ? layers + 1 + layer : layer;
  return used >= 0 && used <= layers
    ? used
    : config.unsupported('vision_feature_layer', `a state of ${layers} layers`);
}
