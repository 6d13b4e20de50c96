import { InvalidSettingError, ModelInvalidError, ModelUnsupportedError } from '@slowfast/spec';
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
    ['tiles', { size: { longest_edge: 2048 }, max_image_size: { longest_edge: 512 } }, [512, 512]],
    ['tiles alone', { tile_size: 512 }, [512, 512]],
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
    ['a tile of nothing', { size: 8, max_image_size: {} }],
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

describe('the fit of the processor', () => {
  const fitOf = (config: object) => {
    const { transform, perPicture } = preprocessorRecipe(config, { fit: 'processor' });
    const { width, height, fit, resizedFirst, shortestEdge } = transform;
    return { width, height, fit, resizedFirst, shortestEdge, perPicture };
  };
  const llava = { ...clip, image_processor_type: 'LlavaImageProcessor' };
  const smol = { size: { longest_edge: 2048 }, max_image_size: { longest_edge: 512 }, resample: 1 };
  const square = { width: 336, height: 336 };

  it.each([
    ['CLIP', clip, { ...square, fit: 'crop', shortestEdge: 336 }],
    [
      'CLIP of another edge',
      { ...clip, size: { shortest_edge: 384 } },
      { ...square, fit: 'crop', shortestEdge: 384 },
    ],
    ['CLIP by numbers', { size: 336, crop_size: 336 }, { ...square, fit: 'crop', shortestEdge: 336 }],
    ['SigLIP', siglip, { width: 384, height: 384, fit: 'resize' }],
    ['SigLIP by a number', { size: 384 }, { width: 384, height: 384, fit: 'resize' }],
    [
      'a squash before the cut',
      { size: { height: 400, width: 360 }, crop_size: 336 },
      { ...square, fit: 'crop', resizedFirst: { width: 360, height: 400 }, shortestEdge: 360 },
    ],
    ['LLaVA-NeXT', { ...clip, image_grid_pinpoints: [[336, 672]] }, { ...square, fit: 'resize' }],
    [
      'LLaVA-NeXT of another edge',
      { ...clip, size: { shortest_edge: 400 }, image_grid_pinpoints: [[336, 672]] },
      { ...square, fit: 'crop', resizedFirst: { width: 400, height: 400 }, shortestEdge: 400 },
    ],
    [
      'no grid points',
      { ...clip, image_grid_pinpoints: null },
      { ...square, fit: 'crop', shortestEdge: 336 },
    ],
    ['LLaVA that pads', { ...llava, do_pad: true }, { ...square, fit: 'pad' }],
    ['LLaVA that does not pad', { ...llava, do_pad: false }, { ...square, fit: 'crop', shortestEdge: 336 }],
    [
      'another processor that pads batches',
      { ...clip, do_pad: true },
      { ...square, fit: 'crop', shortestEdge: 336 },
    ],
    [
      'SmolVLM',
      smol,
      { width: 512, height: 512, fit: 'resize', perPicture: { kind: 'longest-edge', edge: 2048 } },
    ],
    [
      'SmolVLM with sizes of videos',
      { ...smol, video_sampling: { fps: 1, video_size: { longest_edge: 512 } } },
      { width: 512, height: 512, fit: 'resize', perPicture: { kind: 'longest-edge', edge: 512 } },
    ],
    [
      'SmolVLM with a rectangle',
      { ...smol, size: { height: 300, width: 400 } },
      { width: 512, height: 512, fit: 'resize', resizedFirst: { width: 400, height: 300 } },
    ],
    [
      'LFM2-VL',
      { size: { height: 512, width: 512 }, encoder_patch_size: 16, max_image_tokens: 256 },
      {
        ...{ width: 512, height: 512, fit: 'resize' },
        perPicture: { kind: 'whole-tokens', tokenPixels: 32, minTokens: 64, maxTokens: 256 },
      },
    ],
  ])('%s', (_, config, expected) => {
    expect(fitOf(config)).toEqual(expected);
  });

  it.each([
    ['a shortest edge and no cut', { size: { shortest_edge: 336 } }],
    ['padding before another square', { ...llava, do_pad: true, size: { shortest_edge: 400 } }],
  ])('refuses %s, whose pictures vary in size', (_, config) => {
    expect(() => fitOf(config)).toThrow(ModelUnsupportedError);
    expect(preprocessorRecipe(config).transform.fit).toBe('resize');
  });

  it.each([
    ['no edge', { ...smol, size: { shortest_edge: 8 } }],
    ['an edge that is none', { ...smol, size: { longest_edge: 1.5 } }],
    ['sizes of videos that are none', { ...smol, video_sampling: { video_size: 'large' } }],
    ['fewest tokens above the most', { size: 512, max_image_tokens: 8, min_image_tokens: 9 }],
  ])('refuses %s', (_, config) => {
    expect(() => fitOf({ ...config })).toThrow(ModelInvalidError);
  });
});
