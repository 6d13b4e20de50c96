import type { JsonObject } from '@slowfast/model-files';
import { ModelInvalidError, ModelUnsupportedError } from '@slowfast/spec';
import { visionEncoderConformance } from '@slowfast/test-kit';
import { testPicture } from '@slowfast/tiny-checkpoints';
import { describe, expect, it } from 'vitest';
import { onnxVisionEncoder, type VisionModelOptions } from './index.ts';
import { frameOf, relativeDifference } from './testing/family-model.ts';
import { modelInMemory } from './testing/fixture-model.ts';
import {
  type MeanColorLayout,
  meanColorModel,
  meanColorOfPatches,
  meanColors,
  patchEdge,
  pictureEdge,
} from './testing/mean-color-model.ts';

const edge = { height: pictureEdge, width: pictureEdge };
const preprocessor = { size: edge, image_mean: 0.5, image_std: 0.5 };
const config = { vision_config: { patch_size: patchEdge }, hidden_size: 3 };

const open = async (vision: Uint8Array, changes: JsonObject = {}, options: VisionModelOptions = {}) =>
  onnxVisionEncoder(
    await modelInMemory({ config: { ...config, ...changes }, preprocessor, vision }),
    options,
  );

const frames = [3, 3, 4, 5, 6].map((seed, index) => frameOf(testPicture(8, 8, seed), index));
const expected = Float32Array.from(frames.flatMap((frame) => [...meanColors(frame)]));

const layouts: Readonly<Record<string, MeanColorLayout>> = {
  'one picture after the other': {},
  'packed features': { features: ['tokens', 'size'] },
  'two pictures at a time': { leading: [2] },
  'two pictures at a time, packed': { leading: [2], features: ['tokens', 3] },
  'a free batch of tiles': { leading: ['batch', 'tiles'], features: ['tiles', 4, 3] },
  'three tiles': { leading: [1, 3], features: ['n', 4, 3] },
  'three tiles, four axes': { leading: ['batch', 3], features: ['batch', 3, 4, 3] },
  'half precision': { floats: 'float16' },
  'a mask of bool': { leading: ['batch', 'tiles'], mask: 'bool' },
  'a mask of int64': { mask: 'int64' },
  'a mask of int32': { mask: 'int32' },
  'a last row of its own, declared': { extraRow: 'end', features: ['n', 5, 3] },
  'a last row of its own that no file tells': { extraRow: 'end' },
  'a last row of each packed picture': { leading: [2], extraRow: 'end', features: ['tokens', 3] },
};

describe('layouts of inputs and outputs', () => {
  it.each(Object.entries(layouts))('%s', async (_, layout) => {
    await using encoder = await open(meanColorModel(layout));
    using tokens = await encoder.encode(frames);
    expect(tokens.shape).toEqual([5, 2, 2, 3]);
    const tolerance = layout.floats === 'float16' ? 2e-3 : 1e-6;
    expect(relativeDifference(await tokens.read(), expected)).toBeLessThan(tolerance);
  });

  it.each([['declared', ['n', 5, 3]] as const, ['not declared', ['n', 'tokens', 3]] as const])(
    'a class token in front, %s',
    async (_, features) => {
      const config = {
        vision_config: { model_type: 'clip_vision_model', patch_size: patchEdge },
        vision_feature_select_strategy: 'full',
      };
      await using encoder = await open(meanColorModel({ extraRow: 'start', features }), config);
      using tokens = await encoder.encode(frames);
      expect(relativeDifference(await tokens.read(), expected)).toBeLessThan(1e-6);
    },
  );

  it('names of its own', async () => {
    const inputs = { pixel_values: 'pixel_values', image_features: 'image_features' };
    await using encoder = await open(meanColorModel(), {}, { tensorNames: inputs });
    using tokens = await encoder.encode(frames);
    expect(tokens.shape).toEqual([5, 2, 2, 3]);
    const wrong = { pixel_attention_mask: 'pixel_values' };
    await expect(open(meanColorModel({ mask: 'int64' }), {}, { tensorNames: wrong })).rejects.toThrow(
      ModelUnsupportedError,
    );
  });
});

describe('packed patches', () => {
  const options = { fit: 'processor' } as const;
  const processor = {
    ...{ ...preprocessor, encoder_patch_size: patchEdge, downsample_factor: 1 },
    ...{ min_image_tokens: 1, max_image_tokens: 6, resample: 2 },
  };
  const openPatches = async (vision: Uint8Array, changes: JsonObject = {}) =>
    onnxVisionEncoder(
      await modelInMemory({ config, preprocessor: { ...processor, ...changes }, vision }),
      options,
    );

  it.each([
    ['as many as there are', meanColorOfPatches('patches')],
    ['padded to a fixed number', meanColorOfPatches(6)],
    ['with a mask of int32', meanColorOfPatches(7, 'int32')],
    ['with a mask of bool', meanColorOfPatches(7, 'bool')],
  ])('%s', async (_, vision) => {
    await using encoder = await openPatches(vision);
    for (const [width, height, rows, columns] of [
      [8, 8, 2, 2],
      [12, 8, 2, 3],
      [4, 24, 6, 1],
    ] as const) {
      expect(encoder.frameTransform({ width, height })).toMatchObject({ width, height, rows, columns });
      const pictures = [1, 2].map((seed, index) => frameOf(testPicture(width, height, seed), index));
      using tokens = await encoder.encode(pictures);
      expect(tokens.shape).toEqual([2, rows, columns, 3]);
      const means = Float32Array.from(pictures.flatMap((picture) => [...meanColors(picture)]));
      expect(relativeDifference(await tokens.read(), means)).toBeLessThan(1e-6);
    }
  });

  it('refuses frames that are no whole patches, too many of them, or of two sizes', async () => {
    await using encoder = await openPatches(meanColorOfPatches(6));
    const picture = (width: number, height: number) => frameOf(testPicture(width, height, 1));
    const refused = { code: 'invalid-image' };
    await expect(encoder.encode([picture(8, 10)])).rejects.toMatchObject(refused);
    await expect(encoder.encode([picture(16, 8)])).rejects.toMatchObject(refused);
    await expect(encoder.encode([picture(8, 8), picture(12, 8)])).rejects.toMatchObject(refused);
    using tokens = await encoder.encode([]);
    expect(tokens.shape).toEqual([0, 2, 2, 3]);
  });

  it.each([
    ['a header of other patches', meanColorOfPatches(6), { encoder_patch_size: 8 }],
    ['fewer patches than a picture has', meanColorOfPatches(3), {}],
    ['tokens of another size', meanColorOfPatches(6), { downsample_factor: 2 }],
  ])('refuses %s', async (_, vision, changes) => {
    const changed = { ...processor, ...changes };
    const own = 'encoder_patch_size' in changes ? { hidden_size: 3, image_seq_length: 4 } : config;
    const folder = await modelInMemory({ config: own, preprocessor: changed, vision });
    await expect(onnxVisionEncoder(folder, options)).rejects.toThrow(ModelInvalidError);
  });

  it('refuses pictures that vary in size where the model does not take patches', async () => {
    const folder = await modelInMemory({ config, preprocessor: processor, vision: meanColorModel() });
    await expect(onnxVisionEncoder(folder, options)).rejects.toThrow(ModelUnsupportedError);
    await using encoder = await onnxVisionEncoder(folder);
    expect(encoder.frameTransform({ width: 640, height: 360 })).toMatchObject({ rows: 2, columns: 2 });
  });

  visionEncoderConformance('packed patches', {
    create: async () => openPatches(meanColorOfPatches('patches')),
  });
});

describe('headers that lie', () => {
  it('about an input: it is refused by its name', async () => {
    await expect(open(meanColorModel({ surplus: 'image_sizes' }))).rejects.toThrow(/image_sizes/);
  });

  it.each([
    ['tokens that are no grid', { features: ['n', 6, 3] }, {}],
    ['tokens of another grid than is configured', { leading: [2], features: [12, 3] }, {}],
  ] as const)('before the first run: %s', async (_, layout, changes) => {
    await expect(open(meanColorModel(layout), changes)).rejects.toMatchObject({
      code: expect.stringMatching(/^model-(invalid|unsupported)$/),
    });
  });

  it.each([
    ['more tokens than are declared', { extraRow: 'end', features: ['n', 4, 3] }, {}],
    ['fewer tokens than are declared', { features: ['n', 5, 3] }, {}],
    ['a width that is not configured', { features: ['n', 'tokens', 'size'] }, { hidden_size: 4 }],
    ['patches that are not there', {}, { vision_config: { patch_size: 2 } }],
  ] as const)('at the first run: %s', async (_, layout, changes) => {
    await using encoder = await open(meanColorModel(layout), changes);
    await expect(encoder.encode(frames)).rejects.toMatchObject({
      code: expect.stringMatching(/^(model-invalid|runtime-failed)$/),
    });
  });
});
