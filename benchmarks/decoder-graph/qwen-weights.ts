import type { TextArchitecture, WeightSource } from '@slowfast/model-converter';

/** The shape of Qwen2-0.5B. */
export const qwenHalf: TextArchitecture = {
  kind: 'qwen2',
  hiddenSize: 896,
  intermediateSize: 4864,
  layers: 24,
  heads: 14,
  keyValueHeads: 2,
  headSize: 64,
  vocabularySize: 151936,
  contextLength: 32768,
  ropeTheta: 1e6,
  normEpsilon: 1e-6,
  tiedEmbeddings: true,
  attentionBias: { queryKeyValue: true, output: false },
  feedForwardBias: false,
};

const shapes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/norm\.weight$/, [896]],
  [/embed_tokens\.weight$/, [151936, 896]],
  [/[qo]_proj\.weight$/, [896, 896]],
  [/[kv]_proj\.weight$/, [128, 896]],
  [/q_proj\.bias$/, [896]],
  [/[kv]_proj\.bias$/, [128]],
  [/(gate|up)_proj\.weight$/, [4864, 896]],
  [/down_proj\.weight$/, [896, 4864]],
];

/** Random weights of that shape, made row by row from their names; of fewer words, where fewer are asked for. */
export function qwenWeights(vocabularySize: number = qwenHalf.vocabularySize): WeightSource {
  const shapeOf = (name: string) => {
    const shape = shapes.find(([pattern]) => pattern.test(name))?.[1];
    return shape?.[0] === qwenHalf.vocabularySize ? [vocabularySize, ...shape.slice(1)] : shape;
  };
  return {
    place: 'random weights',
    names: [],
    has: (name) => shapeOf(name) !== undefined,
    tensor(name) {
      const shape = shapeOf(name)!;
      const length = shape[1] ?? 1;
      return {
        name,
        shape,
        async rows(start, count) {
          const values = new Float32Array(count * length);
          if (name.includes('norm')) return values.fill(1);
          let state = Math.imul(hash(name) + start + 1, 2_654_435_761) | 1;
          for (let i = 0; i < values.length; i += 1) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            values[i] = state * (0.035 / 2 ** 31);
          }
          return values;
        },
      };
    },
  };
}

function hash(text: string): number {
  let state = 0;
  for (const character of text) state = (Math.imul(state, 31) + character.charCodeAt(0)) | 0;
  return state;
}
