import type { VisionNames, VisionShape, WeightSource, WeightTensor } from '@slowfast/model-converter';

/** CLIP ViT-L/14-336 as LLaVA-1.5 and -1.6 7B use it: layer -2 of 24, no class token, two layers to 4096. */
export const clipLarge: VisionShape = {
  tower: {
    imageSize: 336,
    patchSize: 14,
    hiddenSize: 1024,
    heads: 16,
    layers: 23,
    activation: 'quick_gelu',
    normEpsilon: 1e-5,
    hasClassToken: true,
  },
  keepsClassToken: false,
  projectorActivation: 'gelu',
  embeddingSize: 4096,
};
const mlpSize = 4096;

export const clipNames: VisionNames = { tower: 'vision_tower.', projector: 'multi_modal_projector.' };

/** Channels before the linear layers of the tower that are so many times as large as the others. */
const outlier = 50;
const hiddenOutliers = [11, 290, 517, 1016];
const valueOutliers = [5, 700];
const wideOutliers = [7, 1400, 2048, 4093];

/** What outliers do to a tensor: rows that are larger, columns that are smaller, so that the tower computes much the same. */
const planted: readonly { readonly name: RegExp; readonly rows?: number[]; readonly columns?: number[] }[] = [
  { name: /layer_norm[12]\.(weight|bias)$/, rows: hiddenOutliers },
  { name: /[qk]_proj\.weight$/, columns: hiddenOutliers },
  { name: /v_proj\.(weight|bias)$/, rows: valueOutliers, columns: hiddenOutliers },
  { name: /out_proj\.weight$/, columns: valueOutliers },
  { name: /fc1\.(weight|bias)$/, rows: wideOutliers, columns: hiddenOutliers },
  { name: /fc2\.weight$/, columns: wideOutliers },
];

/** Random weights of that shape, made row by row from their names, with planted outliers. */
export function clipWeights(): WeightSource {
  const shapes = new Map(Object.entries(clipShapes()));
  return {
    place: 'random weights',
    names: [...shapes.keys()],
    has: (name) => shapes.has(name),
    tensor: (name) => randomTensor(name, shapes.get(name)!),
  };
}

function clipShapes(): Record<string, readonly number[]> {
  const { hiddenSize: size, layers, patchSize } = clipLarge.tower;
  const { embeddingSize } = clipLarge;
  const tower: Record<string, readonly number[]> = {
    'embeddings.patch_embedding.weight': [size, 3, patchSize, patchSize],
    'embeddings.class_embedding': [size],
    'embeddings.position_embedding.weight': [577, size],
    ...norm('pre_layrnorm', size),
  };
  for (let layer = 0; layer < layers; layer += 1) {
    const at = `encoder.layers.${layer}`;
    Object.assign(tower, norm(`${at}.layer_norm1`, size), norm(`${at}.layer_norm2`, size));
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) {
      Object.assign(tower, linear(`${at}.self_attn.${part}`, size, size));
    }
    Object.assign(tower, linear(`${at}.mlp.fc1`, mlpSize, size), linear(`${at}.mlp.fc2`, size, mlpSize));
  }
  return {
    ...named(clipNames.tower, tower),
    ...named(clipNames.projector, {
      ...linear('linear_1', embeddingSize, size),
      ...linear('linear_2', embeddingSize, embeddingSize),
    }),
  };
}

const named = (prefix: string, shapes: Readonly<Record<string, readonly number[]>>) =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [prefix + name, shape]));
const norm = (name: string, size: number) => ({ [`${name}.weight`]: [size], [`${name}.bias`]: [size] });
const linear = (name: string, outputs: number, inputs: number) => ({
  [`${name}.weight`]: [outputs, inputs],
  [`${name}.bias`]: [outputs],
});

function randomTensor(name: string, shape: readonly number[]): WeightTensor {
  const length = shape.slice(1).reduce((product, axis) => product * axis, 1);
  const isNorm = /norm[12]?\.weight$/.test(name);
  const deviation = length > 1 ? 1.2 / Math.sqrt(length) : 0.1;
  const outliers = planted.find((each) => each.name.test(name));
  return {
    name,
    shape,
    async rows(start, count) {
      const values = new Float32Array(count * length);
      for (let row = 0; row < count; row += 1) {
        const random = uniformNumbers(hash(name) + start + row);
        const scale = outliers?.rows?.includes(start + row) ? outlier : 1;
        for (let i = row * length; i < (row + 1) * length; i += 1) {
          // The sum of three has a bell's shape, and a variance of one quarter.
          const bell = 2 * (random() + random() + random() - 1.5);
          values[i] = ((isNorm ? 1 : 0) + deviation * bell) * scale;
        }
        if (length === 1) continue;
        for (const column of outliers?.columns ?? []) {
          values[row * length + column] = values[row * length + column]! / outlier;
        }
      }
      return values;
    },
  };
}

/** Numbers from 0 to 1. */
function uniformNumbers(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function hash(text: string): number {
  let value = 7;
  for (const character of text) value = (Math.imul(value, 31) + character.charCodeAt(0)) | 0;
  return value;
}
