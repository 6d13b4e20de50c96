import { describe, expect, it } from 'vitest';
import { pictureTransform, preprocessorRecipe } from './index.ts';

/**
 * Width and height of pictures, and what transformers 5.23 makes of them: `smart_resize` of Lfm2VlImageProcessor with its
 * defaults, and `get_resize_output_image_size` of SmolVLM for longest edges of 512, 2048 and 5000.
 */
const sizes = [
  { picture: [1280, 720], tokens: [672, 384], edges: ['512x288', '2048x1152', '4096x2303'] },
  { picture: [720, 1280], tokens: [384, 672], edges: ['288x512', '1152x2048', '2303x4096'] },
  { picture: [854, 480], tokens: [672, 352], edges: ['512x288', '2048x1152', '4096x2301'] },
  { picture: [640, 480], tokens: [576, 416], edges: ['512x384', '2048x1536', '4096x3072'] },
  { picture: [176, 144], tokens: [288, 256], edges: ['512x418', '2048x1676', '4096x3350'] },
  { picture: [48, 80], tokens: [224, 352], edges: ['308x512', '1228x2048', '2457x4096'] },
  { picture: [3840, 2160], tokens: [672, 384], edges: ['512x288', '2048x1152', '4096x2303'] },
  { picture: [1, 1], tokens: [256, 256], edges: ['512x512', '2048x2048', '4096x4096'] },
  { picture: [7, 900], tokens: [32, 2912], edges: ['4x512', '16x2048', '31x4096'] },
  { picture: [10_000, 3], tokens: [29_536, 32], edges: ['512x1', '2048x1', '4096x1'] },
  { picture: [560, 1040], tokens: [352, 672], edges: ['276x512', '1102x2048', '2205x4096'] },
  { picture: [333, 517], tokens: [320, 512], edges: ['330x512', '1320x2048', '2637x4096'] },
] as const;

/** Edges that lie in the middle between two multiples of 32: Python rounds to the even one. */
const middles = [
  { picture: [432, 400], tokens: [448, 384] },
  { picture: [336, 240], tokens: [320, 256] },
  { picture: [464, 304], tokens: [448, 320] },
] as const;

const sizeOf = ([width, height]: readonly [number, number]) => ({ width, height });

describe('pictureTransform', () => {
  const lfm = preprocessorRecipe({ size: 512, max_image_tokens: 256 }, { fit: 'processor' });
  it.each([...sizes, ...middles])('whole tokens: $picture', ({ picture, tokens }) => {
    expect(pictureTransform(lfm, sizeOf(picture))).toEqual({ ...lfm.transform, ...sizeOf(tokens) });
  });

  it.each(sizes)('longest edges: $picture', ({ picture, edges }) => {
    const found = [512, 2048, 5000].map((edge) => {
      const config = { size: { longest_edge: edge }, max_image_size: { longest_edge: 512 } };
      const recipe = preprocessorRecipe(config, { fit: 'processor' });
      const { resizedFirst, ...transform } = pictureTransform(recipe, sizeOf(picture));
      expect(transform).toEqual(recipe.transform);
      return `${resizedFirst!.width}x${resizedFirst!.height}`;
    });
    expect(found).toEqual(edges);
  });

  it('is the same for every picture with the other fits', () => {
    for (const fit of ['resize', 'pad', 'crop'] as const) {
      const recipe = preprocessorRecipe({ size: 512, max_image_tokens: 256 }, { fit });
      expect(pictureTransform(recipe, { width: 640, height: 360 })).toEqual(recipe.transform);
    }
  });
});
