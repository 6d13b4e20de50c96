import type { TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError } from '@slowfast/spec';
import { describe, expect, it } from 'vitest';
import { bindVisionSignature } from './bind-vision-signature.ts';

const tensor = (name: string, ...shape: (number | string)[]): TensorSignature => ({
  name,
  type: 'float32',
  shape,
});
const pixels = tensor('pixel_values', 'frames', 3, 'height', 'width');
const features = tensor('image_features', 'frames', 729, 896);
const bind = (inputs: TensorSignature[], outputs: TensorSignature[], names = {}) =>
  bindVisionSignature({ inputs, outputs }, 'model', names);

describe('bindVisionSignature', () => {
  it('binds the usual names and leaves free sizes open', () => {
    expect(bind([pixels], [tensor('hidden', 1, 2), features])).toEqual({
      pixels: {
        ...{ name: 'pixel_values', type: 'float32' },
        layout: { kind: 'pictures', leading: [undefined], height: undefined, width: undefined },
      },
      batch: undefined,
      attentionMask: undefined,
      spatialShapes: undefined,
      features: { name: 'image_features', type: 'float32' },
      packed: false,
      tokensPerFrame: 729,
      size: 896,
    });
  });

  it('takes the only input and output by whatever name', () => {
    const bound = bind([tensor('image', 1, 3, 24, 40)], [tensor('/projector/Add_output_0', 1, 15, -1)]);
    expect(bound).toMatchObject({
      pixels: { name: 'image', layout: { kind: 'pictures', leading: [1], height: 24, width: 40 } },
      features: { name: '/projector/Add_output_0' },
      batch: 1,
    });
    expect(bound.size).toBeUndefined();
  });

  it('takes own names by their standard ones, for every input and output', () => {
    const outputs = [tensor('image_features', 'frames', 729, 896), tensor('projected', 'frames', 64, 32)];
    expect(bind([pixels], outputs, { image_features: 'projected' })).toMatchObject({
      features: { name: 'projected' },
      tokensPerFrame: 64,
    });
    const inputs = [
      tensor('onnx::0', 'n', 'patches', 768),
      { ...tensor('onnx::1', 'n', 'patches'), type: 'int64' as const },
      { ...tensor('onnx::2', 'n', 2), type: 'int64' as const },
    ];
    const names = {
      ...{ pixel_values: 'onnx::0', pixel_attention_mask: 'onnx::1', spatial_shapes: 'onnx::2' },
      image_features: 'projected',
    };
    expect(bind(inputs, outputs, names)).toMatchObject({
      pixels: { name: 'onnx::0', layout: { kind: 'patches', patches: undefined, patchValues: 768 } },
      attentionMask: { name: 'onnx::1', type: 'int64' },
      spatialShapes: { name: 'onnx::2', type: 'int64' },
      features: { name: 'projected' },
    });
    expect(() => bind(inputs, outputs)).toThrow(ModelUnsupportedError);
  });

  it('takes half precision, and pictures that come as tiles, with a mask of their pixels', () => {
    const tiles: TensorSignature = {
      ...{ name: 'pixel_values', type: 'float16', shape: ['batch', 'images', 3, 512, 512] },
    };
    const mask: TensorSignature = {
      ...{ name: 'pixel_attention_mask', type: 'bool', shape: ['batch', 'images', 512, 512] },
    };
    const half = { ...tensor('image_features', 'images', 64, 32), type: 'float16' as const };
    expect(bind([tiles, mask], [half])).toEqual({
      pixels: {
        ...{ name: 'pixel_values', type: 'float16' },
        layout: { kind: 'pictures', leading: [undefined, undefined], height: 512, width: 512 },
      },
      attentionMask: { name: 'pixel_attention_mask', type: 'bool' },
      spatialShapes: undefined,
      batch: undefined,
      features: { name: 'image_features', type: 'float16' },
      ...{ packed: false, tokensPerFrame: 64, size: 32 },
    });
    const fourAxes = tensor('image_features', 'batch', 'images', 64, 32);
    expect(bind([tiles, mask], [fourAxes])).toMatchObject({ packed: false, tokensPerFrame: 64 });
    const twoOfThree = { ...tiles, shape: [2, 3, 3, 512, 512] };
    expect(bind([twoOfThree], [tensor('image_features', 384, 32)])).toMatchObject({
      ...{ batch: 6, packed: true, tokensPerFrame: 64 },
    });
  });

  it('knows the tokens of a frame in packed features only where the number of frames is fixed', () => {
    const packed = [tensor('image_features', 64, 32)];
    expect(bind([tensor('pixel_values', 4, 3, 8, 8)], packed)).toMatchObject({
      packed: true,
      tokensPerFrame: 16,
    });
    expect(bind([pixels], packed).tokensPerFrame).toBeUndefined();
  });

  const mask = { ...tensor('pixel_attention_mask', 1, 384, 384), type: 'int64' as const };
  it.each([
    ['an input that nothing is known of', [pixels, tensor('image_sizes', 1, 2)], [features], 'image_sizes'],
    ['a mask of other rank', [pixels, { ...mask, shape: [1, 1] }], [features], 'pixel_attention_mask'],
    [
      'a mask of numbers',
      [pixels, { ...mask, type: 'float32' as const }],
      [features],
      'pixel_attention_mask',
    ],
    ['spatial shapes of pictures', [pixels, tensor('spatial_shapes', 1, 2)], [features], 'spatial_shapes'],
    ['pictures of bytes', [{ ...pixels, type: 'uint8' as const }], [features], 'pixel_values'],
    ['pictures of one channel', [tensor('pixel_values', 1, 1, 8, 8)], [features], '1, 1, 8, 8'],
    ['channels last', [tensor('pixel_values', 1, 8, 8, 3)], [features], '1, 8, 8, 3'],
    ['two inputs with other names', [tensor('a', 1, 3, 8, 8), tensor('b', 1)], [features], 'a float32'],
    ['no input', [], [features], 'none'],
    ['two unknown outputs', [pixels], [tensor('a', 1, 2, 3), tensor('b', 1, 2, 3)], 'b float32'],
    ['features of other rank', [pixels], [tensor('image_features', 1, 4, 4, 32)], '1, 4, 4, 32'],
    ['features of whole numbers', [pixels], [{ ...features, type: 'int8' as const }], 'image_features int8'],
  ])('refuses %s, and names it', (_, inputs, outputs, named) => {
    expect(() => bind(inputs, outputs)).toThrow(ModelUnsupportedError);
    expect(() => bind(inputs, outputs)).toThrow(named);
  });
});
