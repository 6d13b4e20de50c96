import type { JsonObject } from '@slowfast/model-files';
import { ModelInvalidError, ModelUnsupportedError } from '@slowfast/spec';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { readArchitecture } from './read-architecture.ts';

/** As transformers 4 wrote `config.json`: what is its default is left out. */
const terse = {
  architectures: ['LlavaForConditionalGeneration'],
  model_type: 'llava',
  text_config: { model_type: 'llama', max_position_embeddings: 4096, rms_norm_eps: 1e-5, vocab_size: 32064 },
  vision_config: {
    model_type: 'clip_vision_model',
    hidden_size: 1024,
    image_size: 336,
    intermediate_size: 4096,
    num_attention_heads: 16,
    num_hidden_layers: 24,
    patch_size: 14,
  },
};
const mistral = { model_type: 'mistral', sliding_window: null };

const withText = (text: JsonObject) => ({ ...terse, text_config: { ...terse.text_config, ...text } });
const withVision = (vision: JsonObject) => ({
  ...terse,
  vision_config: { ...terse.vision_config, ...vision },
});

describe('readArchitecture', () => {
  test('knows the defaults of transformers', () => {
    expect(readArchitecture(terse, 'config.json')).toEqual({
      name: 'LlavaForConditionalGeneration',
      vision: {
        kind: 'clip',
        hiddenSize: 1024,
        intermediateSize: 4096,
        layers: 24,
        layersUsed: 23,
        heads: 16,
        imageSize: 336,
        patchSize: 14,
        channels: 3,
        activation: 'quick_gelu',
        normEpsilon: 1e-5,
        dropsFirstToken: true,
      },
      projector: { inputSize: 1024, outputSize: 4096, activation: 'gelu', hasBias: true },
      text: {
        kind: 'llama',
        hiddenSize: 4096,
        intermediateSize: 11008,
        layers: 32,
        heads: 32,
        keyValueHeads: 32,
        headSize: 128,
        vocabularySize: 32064,
        contextLength: 4096,
        ropeTheta: 10000,
        normEpsilon: 1e-5,
        tiedEmbeddings: false,
        attentionBias: { queryKeyValue: false, output: false },
        feedForwardBias: false,
      },
    });
    expect(readArchitecture(withText(mistral), '').text).toMatchObject({
      keyValueHeads: 8,
      intermediateSize: 14336,
    });
    expect(readArchitecture(withText({ rope_theta: 5e6, attention_bias: true }), '').text).toMatchObject({
      ropeTheta: 5e6,
      attentionBias: { queryKeyValue: true, output: true },
    });
  });

  test.each([
    [
      'llava-1.5',
      { kind: 'clip', layersUsed: 2, dropsFirstToken: true },
      { kind: 'llama', tiedEmbeddings: false },
    ],
    ['llava-1.5-class-token', { layersUsed: 2, dropsFirstToken: false }, { kind: 'llama' }],
    ['llava-1.6', { kind: 'clip', layersUsed: 2 }, { kind: 'mistral', keyValueHeads: 2, ropeTheta: 1e6 }],
    [
      'llava-onevision',
      { kind: 'siglip', layersUsed: 2, dropsFirstToken: false },
      { kind: 'qwen2', tiedEmbeddings: true },
    ],
    ['llava-interleave', { kind: 'siglip', activation: 'gelu_pytorch_tanh' }, { kind: 'qwen2', headSize: 8 }],
  ] as const)('reads %s', async (name, vision, text) => {
    const config: JsonObject = await tinyCheckpoint(name).files.json('config.json');
    expect(readArchitecture(config, name)).toMatchObject({ vision, text });
  });

  test.each<[string, JsonObject, string]>([
    [
      'another class',
      { ...terse, architectures: ['Qwen2VLForConditionalGeneration'] },
      'Qwen2VLForConditionalGeneration',
    ],
    ['no class', {}, 'a model of unknown kind'],
    ['another tower', withVision({ model_type: 'dinov2' }), 'vision_config.model_type "dinov2"'],
    ['another language model', withText({ model_type: 'gemma' }), 'text_config.model_type "gemma"'],
    ['another activation', withVision({ hidden_act: 'relu' }), 'vision_config.hidden_act "relu"'],
    ['several layers', { ...terse, vision_feature_layer: [-2, -5] }, 'vision_feature_layer [-2,-5]'],
    ['a layer that is not there', { ...terse, vision_feature_layer: -26 }, 'vision_feature_layer -26'],
    [
      'scaled positions',
      withText({ rope_scaling: { type: 'linear', factor: 2 } }),
      'rope_scaling.type "linear"',
    ],
    [
      'scaled positions of transformers 5',
      withText({ rope_parameters: { rope_type: 'yarn' } }),
      'rope_parameters.rope_type "yarn"',
    ],
    ['a window', withText({ ...mistral, sliding_window: 1024 }), 'sliding_window 1024'],
    [
      'the window that Mistral has by default',
      withText({ model_type: 'mistral', max_position_embeddings: 32768 }),
      'sliding_window',
    ],
  ])('refuses %s by name', (_, config, message) => {
    expect(() => readArchitecture(config, 'a/config.json')).toThrow(ModelUnsupportedError);
    expect(() => readArchitecture(config, 'a/config.json')).toThrow(message);
  });

  test.each<[string, JsonObject]>([
    ['no part', { ...terse, text_config: null }],
    ['a part of another kind', { ...terse, vision_config: [] }],
    ['a size that is none', withText({ hidden_size: -1 })],
    ['layers beyond number', withText({ num_hidden_layers: 2 ** 31 - 1 })],
    ['a flag that is none', withText({ tie_word_embeddings: 'yes' })],
  ])('refuses %s', (_, config) => {
    expect(() => readArchitecture(config, 'a/config.json')).toThrow(ModelInvalidError);
  });
});
