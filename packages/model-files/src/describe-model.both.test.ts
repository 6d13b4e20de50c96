import { describeModel, type JsonObject, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import { modelFiles as embeddedModel } from '@slowfast/tiny-model/files';
import { expect, test } from 'vitest';
import { checkpoint } from './testing/test-files.ts';
import { imageSize, tokenGrid } from './token-grid.ts';

test('a checkpoint without recommendations', async () => {
  const { promptTemplate, weightBytes, id, ...description } = await describeModel(
    await openModelFolder(checkpoint.url),
  );
  expect(description).toMatchObject({
    architecture: 'LlavaForConditionalGeneration',
    embeddingSize: 32,
    contextLength: 512,
    vocabularySize: 384,
    imageSize: { width: 28, height: 28 },
    grid: { rows: 4, columns: 4, extraTokens: 0, derivedFrom: 'vision-encoder-output' },
    imageToken: { id: 383, text: '<image>' },
    keyValueBytesPerToken: 2 * 2 * 2 * 8 * 4,
    logitsBytesPerToken: 384 * 4,
    defaults: {},
  });
  expect(promptTemplate).toMatchObject({
    imageToken: '<image>',
    specialTokens: { eos_token: '<|im_end|>', pad_token: '<|endoftext|>' },
  });
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(weightBytes).toBe(132_961 + 49_363 + 19_147);
});

test('the embedded model recommends its settings', async () => {
  const description = await describeModel(await openModelFolder(embeddedModel));
  expect(description.defaults).toMatchObject({
    frames: 16,
    maxAnswerTokens: 32,
    fit: 'resize',
    knows: expect.any(String),
  });
  expect(description.promptTemplate).toMatchObject({
    imageToken: '<image>',
    specialTokens: { bos_token: '<s>' },
  });
});

test.each([
  ['frames', 0],
  ['fit', 'stretch'],
  ['aggregation', 7],
  ['instructions', { keyFrames: 1 }],
  ['knows', []],
])('a recommendation of another kind is refused: %s', async (name, value) => {
  const folder = await openModelFolder(checkpoint.url);
  const changed = { ...folder, config: { ...folder.config, slowfast: { [name]: value } } };
  await expect(describeModel(changed)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(`slowfast.${name}`),
  });
});

/** A folder whose vision encoder declares such an output. */
async function withVision(shape: readonly (number | string)[], config: JsonObject, size: JsonObject) {
  const folder = await openModelFolder(checkpoint.url);
  const output = { name: 'image_features', type: 'float32', shape } as const;
  const changed: ModelFolder = {
    ...folder,
    config,
    preprocessorConfig: { size },
    signature: async () => ({ inputs: [], outputs: [output], externalDataPaths: [] }),
  };
  return tokenGrid(changed, imageSize(changed));
}

test.each([
  ['declared', ['batch', 576, 32], {}, { shortest_edge: 336 }, [24, 24, 0, 'vision-encoder-output']],
  [
    'declared with one more',
    ['batch', 730, 32],
    {},
    { height: 384, width: 384 },
    [27, 27, 1, 'vision-encoder-output', 'end'],
  ],
  [
    'image_seq_length',
    ['b', 'n', 32],
    { image_seq_length: 256 },
    { height: 1024, width: 1024 },
    [16, 16, 0, 'image-sequence-length'],
  ],
  [
    'mm_tokens_per_image',
    ['n', 32],
    { mm_tokens_per_image: 256 },
    { height: 896, width: 896 },
    [16, 16, 0, 'image-sequence-length'],
  ],
  ['no square', ['b', 32, 8], {}, { height: 56, width: 112 }, [4, 8, 0, 'vision-encoder-output']],
  [
    'patches',
    ['b', 'n', 32],
    { vision_config: { patch_size: 14 } },
    { height: 336, width: 336 },
    [24, 24, 0, 'patch-size'],
  ],
  [
    'patches that do not divide',
    ['b', 'n', 32],
    { vision_config: { patch_size: 14 } },
    { height: 384, width: 384 },
    [27, 27, 0, 'patch-size'],
  ],
  [
    'class token kept',
    ['b', 'n', 32],
    {
      vision_config: { model_type: 'clip_vision_model', patch_size: 14 },
      vision_feature_select_strategy: 'full',
    },
    { height: 224, width: 224 },
    [16, 16, 1, 'patch-size', 'start'],
  ],
  [
    'a tower without a class token',
    ['b', 'n', 32],
    {
      vision_config: { model_type: 'siglip_vision_model', patch_size: 14 },
      vision_feature_select_strategy: 'full',
    },
    { height: 384, width: 384 },
    [27, 27, 0, 'patch-size'],
  ],
  [
    'joined patches',
    ['b', 'n', 32],
    { vision_config: { patch_size: 16 }, scale_factor: 4 },
    { longest_edge: 512 },
    [8, 8, 0, 'patch-size'],
  ],
  [
    'patches joined two by two',
    ['tokens', 32],
    { vision_config: { patch_size: 16 }, downsample_factor: 2 },
    { height: 512, width: 512 },
    [16, 16, 0, 'patch-size'],
  ],
  [
    'a class token in the declared output',
    ['b', 577, 32],
    { vision_config: { model_type: 'clip_vision_model' }, vision_feature_select_strategy: 'full' },
    { height: 336, width: 336 },
    [24, 24, 1, 'vision-encoder-output', 'start'],
  ],
  [
    'a class token that the configured length leaves out',
    ['b', 'n', 32],
    {
      image_seq_length: 576,
      vision_config: { model_type: 'clip_vision_model', patch_size: 14 },
      vision_feature_select_strategy: 'full',
    },
    { height: 336, width: 336 },
    [24, 24, 1, 'image-sequence-length', 'start'],
  ],
  ['tiles', ['b', 'tiles', 64, 32], {}, { longest_edge: 512 }, [8, 8, 0, 'vision-encoder-output']],
  [
    'a length that is left over from defaults',
    ['n', 32],
    { image_seq_length: 576, vision_config: { patch_size: 14 } },
    { height: 384, width: 384 },
    [27, 27, 0, 'patch-size'],
  ],
  [
    'a length of joined patches',
    ['n', 32],
    { image_seq_length: 256, vision_config: { patch_size: 14 } },
    { height: 896, width: 896 },
    [16, 16, 0, 'image-sequence-length'],
  ],
  [
    'a tower by its name in a flat configuration',
    ['n', 32],
    { mm_vision_tower: 'google/siglip-so400m-patch14-384', mm_hidden_size: 1152 },
    { height: 384, width: 384 },
    [27, 27, 0, 'patch-size'],
  ],
  [
    'the tower of FastVLM by its name',
    ['b', 'n', 32],
    { mm_vision_tower: 'mobileclip_l_1024', mm_hidden_size: 3072 },
    { shortest_edge: 1024 },
    [16, 16, 0, 'patch-size'],
  ],
  [
    'a class token in a flat configuration',
    ['b', 'n', 32],
    {
      mm_vision_tower: 'openai/clip-vit-large-patch14-336',
      mm_vision_select_feature: 'cls_patch',
    },
    { shortest_edge: 336 },
    [24, 24, 1, 'patch-size', 'start'],
  ],
])('token grid: %s', async (_, shape, config, size, [rows, columns, extraTokens, derivedFrom, at]) => {
  const place = at === undefined ? {} : { extraTokenAt: at };
  expect(await withVision(shape, config, size)).toStrictEqual({
    ...{ rows, columns, extraTokens, derivedFrom, ...place },
  });
});

test('the output is found by a name of its own', async () => {
  const folder = await openModelFolder(checkpoint.url);
  const outputs = [
    { name: 'hidden', type: 'float32', shape: ['b', 49, 32] },
    { name: 'projected', type: 'float32', shape: ['b', 64, 32] },
  ] as const;
  const changed = { ...folder, signature: async () => ({ inputs: [], outputs, externalDataPaths: [] }) };
  const size = { width: 512, height: 512 };
  const named = await tokenGrid(changed, size, { tensorNames: { image_features: 'projected' } });
  expect(named).toMatchObject({ rows: 8, columns: 8 });
  expect(await tokenGrid(changed, size)).toMatchObject({ rows: 7, columns: 7 });
});

test('a grid that nothing tells, or that no rectangle gives, is refused', async () => {
  const size = { height: 336, width: 336 };
  await expect(withVision(['b', 'n', 32], {}, size)).rejects.toMatchObject({ code: 'model-unsupported' });
  await expect(withVision(['b', 575, 32], {}, size)).rejects.toMatchObject({ code: 'model-unsupported' });
  const patches = { vision_config: { patch_size: 337 } };
  await expect(withVision(['n', 32], patches, size)).rejects.toMatchObject({ code: 'model-unsupported' });
});
