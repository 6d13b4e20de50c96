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
      pixels: 'pixel_values',
      batch: undefined,
      height: undefined,
      width: undefined,
      features: 'image_features',
      packed: false,
      tokensPerFrame: 729,
      size: 896,
    });
  });

  it('takes the only input and output by whatever name', () => {
    const bound = bind([tensor('image', 1, 3, 24, 40)], [tensor('/projector/Add_output_0', 1, 15, -1)]);
    expect(bound).toMatchObject({
      pixels: 'image',
      features: '/projector/Add_output_0',
      batch: 1,
      height: 24,
    });
    expect(bound.size).toBeUndefined();
  });

  it('takes given names before the usual ones', () => {
    const named = bind([pixels], [features, tensor('projected', 'frames', 64, 32)], {
      features: 'projected',
    });
    expect(named).toMatchObject({ features: 'projected', tokensPerFrame: 64 });
  });

  it('knows the tokens of a frame in packed features only where the number of frames is fixed', () => {
    const packed = [tensor('image_features', 64, 32)];
    expect(bind([tensor('pixel_values', 4, 3, 8, 8)], packed)).toMatchObject({
      packed: true,
      tokensPerFrame: 16,
    });
    expect(bind([pixels], packed).tokensPerFrame).toBeUndefined();
  });

  it.each([
    ['a second input', [pixels, tensor('pixel_attention_mask', 1, 1)], [features]],
    ['packed patches', [tensor('pixel_values', 1, 256, 588)], [features]],
    ['half-precision pixels', [{ ...pixels, type: 'float16' as const }], [features]],
    ['no input', [], [features]],
    ['two unknown outputs', [pixels], [tensor('a', 1, 2, 3), tensor('b', 1, 2, 3)]],
    ['features of other rank', [pixels], [tensor('image_features', 1, 4, 4, 32)]],
    ['half-precision features', [pixels], [{ ...features, type: 'float16' as const }]],
  ])('refuses %s', (_, inputs, outputs) => {
    expect(() => bind(inputs, outputs)).toThrow(ModelUnsupportedError);
  });
});
