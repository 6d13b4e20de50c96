import { float32Tensor } from '@slowfast/onnx-session';
import { describe, expect, test } from 'vitest';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { type TensorInMemory, weightsInMemory } from '../weights/weights-in-memory.ts';
import { activate } from './activation.ts';
import { layerNorm } from './layer-norm.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { projector } from './projector.ts';
import { distance } from './testing/distances.ts';
import {
  type Numbers,
  plainActivations,
  plainAdd,
  plainAttention,
  plainLayerNorm,
  plainLinear,
} from './testing/plain-vision.ts';
import { randomNumbers } from './testing/random-numbers.ts';
import { randomVisionNames as names, randomVision } from './testing/random-vision.ts';
import { runGraph } from './testing/run-graph.ts';
import { visionAttention } from './vision-attention.ts';
import { visionLayer } from './vision-layer.ts';
import type { VisionShape } from './vision-shape.ts';

const size = 24;
const tokens = 7;
const heads = 3;
const shape = {
  tower: {
    imageSize: 11,
    patchSize: 4,
    hiddenSize: size,
    heads,
    layers: 1,
    activation: 'quick_gelu',
    normEpsilon: 1e-5,
    hasClassToken: true,
  },
  keepsClassToken: false,
  projectorActivation: 'gelu',
  embeddingSize: 20,
} as const satisfies VisionShape;
const tensors = randomVision(shape, 40, 3);
const source = weightsInMemory(tensors);
const of = (name: string) => tensors[name]!.values;
const layer = 'tower.encoder.layers.0';
const hidden = randomNumbers(8)(2 * tokens * size);
const rounding = 2e-6;

/** Runs a block on two frames of hidden states. */
async function run(write: (graph: ConverterGraph, x: string) => string, width = size): Promise<Float32Array> {
  const graph = new ConverterGraph();
  const x = graph.input('x', 'float32', ['frames', tokens, size]);
  graph.output(write(graph, x), 'float32', ['frames', tokens, width], 'y');
  return runGraph(graph, { x: float32Tensor(hidden, [2, tokens, size]) });
}

const linear = (x: Numbers, name: string) => plainLinear(x, of(`${name}.weight`), of(`${name}.bias`));
const norm = (x: Numbers, name: string) =>
  plainLayerNorm(x, of(`${name}.weight`), of(`${name}.bias`), shape.tower.normEpsilon);

/** Frame by frame. */
function attention(x: Float64Array): Float64Array {
  const frames = [0, 1].map((frame) => x.slice(frame * tokens * size, (frame + 1) * tokens * size));
  const mixed = frames.flatMap((rows) => [
    ...plainAttention(
      linear(rows, `${layer}.self_attn.q_proj`),
      linear(rows, `${layer}.self_attn.k_proj`),
      linear(rows, `${layer}.self_attn.v_proj`),
      heads,
      tokens,
    ),
  ]);
  return linear(mixed, `${layer}.self_attn.out_proj`);
}

test.each(Object.keys(plainActivations) as (keyof typeof plainActivations)[])('%s', async (activation) => {
  const found = await run((graph, x) => activate(graph, x, activation));
  expect(distance(found, hidden.map(plainActivations[activation]))).toBeLessThan(rounding);
});

test('layer norm', async () => {
  const found = await run((graph, x) => layerNorm(graph, x, source, `${layer}.layer_norm1`, 1e-5));
  expect(distance(found, Float32Array.from(norm(hidden, `${layer}.layer_norm1`)))).toBeLessThan(rounding);
});

test('attention of two frames, each over its own tokens', async () => {
  const found = await run((graph, x) =>
    visionAttention(graph, x, source, `${layer}.self_attn`, heads, 'fp32'),
  );
  const expected = attention(Float64Array.from(hidden));
  expect(distance(found, Float32Array.from(expected))).toBeLessThan(rounding);
});

test('a layer', async () => {
  const found = await run((graph, x) => visionLayer(graph, x, shape.tower, source, layer, 'fp32'));
  const between = plainAdd(hidden, attention(norm(hidden, `${layer}.layer_norm1`)));
  const wide = linear(norm(between, `${layer}.layer_norm2`), `${layer}.mlp.fc1`);
  const expected = plainAdd(between, linear(wide.map(plainActivations.quick_gelu), `${layer}.mlp.fc2`));
  expect(distance(found, Float32Array.from(expected))).toBeLessThan(rounding);
});

test('projector', async () => {
  const found = await run(
    (graph, x) => projector(graph, x, source, names.projector, 'gelu', 'fp32'),
    shape.embeddingSize,
  );
  const wide = linear(hidden, 'projector.linear_1').map(plainActivations.gelu);
  expect(distance(found, Float32Array.from(linear(wide, 'projector.linear_2')))).toBeLessThan(rounding);
});

describe('patch embedding', () => {
  const { imageSize: edge, patchSize: patch } = shape.tower;
  const pixels = randomNumbers(6)(2 * 3 * edge * edge);
  // 11 pixels are two patches of 4, the last three are not looked at.
  const perEdge = 2;
  const patches = perEdge ** 2;

  /** Patches as tokens `[frames, patches, size]`, without positions. */
  function plainTokens(bias: Numbers): number[] {
    return [0, 1].flatMap((frame) =>
      Array.from({ length: patches }, (_, place) => {
        const values: number[] = [];
        for (let channel = 0; channel < 3; channel++) {
          for (let y = 0; y < patch; y++) {
            for (let x = 0; x < patch; x++) {
              const row = Math.floor(place / perEdge) * patch + y;
              const column = (place % perEdge) * patch + x;
              values.push(pixels[((frame * 3 + channel) * edge + row) * edge + column]!);
            }
          }
        }
        return [...plainLinear(values, of('tower.embeddings.patch_embedding.weight'), bias)];
      }).flat(),
    );
  }

  async function embed(hasClassToken: boolean, given: Readonly<Record<string, TensorInMemory>>) {
    const graph = new ConverterGraph();
    const x = graph.input('x', 'float32', ['frames', 3, edge, edge]);
    const y = patchEmbedding(graph, x, { ...shape.tower, hasClassToken }, weightsInMemory(given), 'tower.');
    graph.output(y, 'float32', ['frames', patches + (hasClassToken ? 1 : 0), size], 'y');
    return runGraph(graph, { x: float32Tensor(pixels, [2, 3, edge, edge]) });
  }

  test('with a class token in front', async () => {
    const table = of('tower.embeddings.position_embedding.weight');
    const plain = plainTokens(new Float32Array(size));
    const token = [...of('tower.embeddings.class_embedding')];
    const length = patches * size;
    const rows = [...token, ...plain.slice(0, length), ...token, ...plain.slice(length)];
    expect(distance(await embed(true, tensors), Float32Array.from(plainAdd(rows, table)))).toBeLessThan(
      rounding,
    );
  });

  test('without one, with a bias', async () => {
    const bias = randomNumbers(5)(size);
    const table = randomNumbers(7)(patches * size);
    const found = await embed(false, {
      ...tensors,
      'tower.embeddings.patch_embedding.bias': { shape: [size], values: bias },
      'tower.embeddings.position_embedding.weight': { shape: [patches, size], values: table },
    });
    expect(distance(found, Float32Array.from(plainAdd(plainTokens(bias), table)))).toBeLessThan(rounding);
  });
});
