import { InvalidSettingError, ModelInvalidError } from '@slowfast/spec';
import { describe, expect, it } from 'vitest';
import { preprocessorRecipe } from './preprocessor-recipe.ts';

const clip = {
  image_processor_type: 'CLIPImageProcessor',
  size: { shortest_edge: 336 },
  crop_size: { height: 336, width: 336 },
  do_resize: true,
  do_center_crop: true,
  do_convert_rgb: true,
  do_rescale: true,
  rescale_factor: 0.00392156862745098,
  do_normalize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
};
const siglip = { size: { height: 384, width: 384 }, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };

describe('preprocessorRecipe', () => {
  it('reads CLIP as LLaVA uses it', () => {
    expect(preprocessorRecipe(clip)).toEqual({
      transform: { width: 336, height: 336, fit: 'resize', resample: 'bicubic', padColor: [122, 116, 104] },
      rescaleFactor: 0.00392156862745098,
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    });
  });

  it('reads SigLIP as LLaVA-OneVision uses it, tiling left out', () => {
    const config = { ...siglip, do_pad: true, image_grid_pinpoints: [[384, 768]], resample: 2 };
    expect(preprocessorRecipe(config, { fit: 'pad' })).toEqual({
      transform: { width: 384, height: 384, fit: 'pad', resample: 'bilinear', padColor: [127, 127, 127] },
      rescaleFactor: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
  });

  it.each([
    ['a number', { size: 384 }, [384, 384]],
    ['a shortest edge', { size: { shortest_edge: 224 } }, [224, 224]],
    ['a rectangle', { size: { height: 24, width: 40 } }, [40, 24]],
    ['a crop size alone', { crop_size: 224 }, [224, 224]],
    ['a crop size that is not used', { size: 256, crop_size: 224, do_center_crop: false }, [256, 256]],
    ['a size without its crop size', { size: 256, do_center_crop: true }, [256, 256]],
    ['null for absent', { size: 256, crop_size: null }, [256, 256]],
  ])('takes the rectangle from %s', (_, config, [width, height]) => {
    expect(preprocessorRecipe(config).transform).toMatchObject({ width, height });
  });

  it('crops with the edge of `size` and the rectangle of `crop_size`', () => {
    const { transform } = preprocessorRecipe(
      { size: { shortest_edge: 256 }, crop_size: 224 },
      { fit: 'crop' },
    );
    expect(transform).toMatchObject({ width: 224, height: 224, fit: 'crop', shortestEdge: 256 });
  });

  it.each(['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'])(
    'knows the filter %s by its number',
    (filter) => {
      const resample = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'].indexOf(filter);
      expect(preprocessorRecipe({ ...siglip, resample }).transform.resample).toBe(filter);
    },
  );

  it('leaves out what the checkpoint does not do', () => {
    const recipe = preprocessorRecipe({ ...clip, do_rescale: false, do_normalize: false });
    expect(recipe).toMatchObject({ rescaleFactor: 1, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(preprocessorRecipe({ size: 8 })).toMatchObject({ mean: [0, 0, 0], std: [1, 1, 1] });
  });

  it('takes one number for all channels, and pads in the unit of the mean', () => {
    expect(preprocessorRecipe({ size: 8, image_mean: 0.5, image_std: 0.25 })).toMatchObject({
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
    });
    const bytes = { size: 8, do_rescale: false, image_mean: [100, 110.9, 300], image_std: 60 };
    expect(preprocessorRecipe(bytes).transform.padColor).toEqual([100, 110, 255]);
  });

  it.each([
    ['no object', null],
    ['a list', []],
    ['no size', {}],
    ['a size of nothing', { size: {} }],
    ['a longest edge', { size: { longest_edge: 2048 } }],
    ['a size of zero', { size: 0 }],
    ['a fractional size', { size: { height: 1.5, width: 2 } }],
    ['a size beyond every model', { size: 1_000_000 }],
    ['a crop size that is a text', { size: 8, crop_size: '8' }],
    ['a flag that is a number', { ...siglip, do_resize: 1 }],
    ['an unknown filter', { ...siglip, resample: 6 }],
    ['a filter by name', { ...siglip, resample: 'bicubic' }],
    ['a negative factor', { ...siglip, rescale_factor: -1 }],
    ['a mean of two channels', { ...siglip, image_mean: [0.5, 0.5] }],
    ['a mean that is no number', { ...siglip, image_mean: [0.5, null, 0.5] }],
    ['a missing deviation', { size: 8, image_mean: 0.5 }],
    ['a deviation of zero', { ...siglip, image_std: [0.5, 0, 0.5] }],
    ['normalising without a mean', { size: 8, do_normalize: true }],
  ])('refuses %s', (_, config) => {
    expect(() => preprocessorRecipe(config)).toThrow(ModelInvalidError);
  });

  it('names the file that is wrong', () => {
    const options = { place: '/models/m/preprocessor_config.json' };
    expect(() => preprocessorRecipe({ size: -1 }, options)).toThrow(
      /\/models\/m\/preprocessor_config\.json.*size -1/,
    );
  });

  it('refuses a fit that there is not', () => {
    expect(() => preprocessorRecipe(clip, { fit: 'stretch' as 'resize' })).toThrow(InvalidSettingError);
  });
});
