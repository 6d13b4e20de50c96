import {
  type ConverterGraph,
  floatRows,
  linear,
  type VisionNames,
  type VisionShape,
  type WeightSource,
} from '@slowfast/model-converter';

/**
 * The peer: the tower node by node as torch exports it (`packages/tiny-checkpoints/checkpoints/llava-1.5/onnx/vision_encoder.onnx`),
 * apart from the nodes that compute shapes, which cost nothing.
 */
export function writePlainClip(
  graph: ConverterGraph,
  { tower, embeddingSize }: VisionShape,
  source: WeightSource,
  names: VisionNames,
): void {
  const { imageSize, patchSize, hiddenSize, heads, layers, normEpsilon } = tower;
  const patches = Math.floor(imageSize / patchSize) ** 2;
  const tokens = patches + 1;
  const stored = (name: string) => graph.weight(floatRows(source.tensor(name)), name);
  const number = (value: number) => graph.constant(Float32Array.of(value), 'float32', []);
  const reshape = (x: string, shape: readonly number[]) => graph.node('Reshape', [x, graph.int64s(shape)]);
  const transpose = (x: string, perm: readonly number[]) =>
    graph.node('Transpose', [x], { attributes: { perm: { ints: perm } } });
  // A product and a sum, as exports have them.
  const affine = (x: string, name: string) =>
    linear(graph, x, source.tensor(`${name}.weight`), source.tensor(`${name}.bias`), 'fp32');
  const norm = (x: string, name: string) =>
    graph.node('LayerNormalization', [x, stored(`${name}.weight`), stored(`${name}.bias`)], {
      attributes: { epsilon: { float: normEpsilon } },
    });

  const pixels = graph.input('pixel_values', 'float32', [1, 3, imageSize, imageSize]);
  const grid = graph.node('Conv', [pixels, stored(`${names.tower}embeddings.patch_embedding.weight`)], {
    attributes: { strides: { ints: [patchSize, patchSize] } },
  });
  const joined = graph.node(
    'Concat',
    [
      reshape(stored(`${names.tower}embeddings.class_embedding`), [1, 1, hiddenSize]),
      transpose(reshape(grid, [1, hiddenSize, patches]), [0, 2, 1]),
    ],
    { attributes: { axis: { int: 1 } } },
  );
  const placed = graph.node('Add', [joined, stored(`${names.tower}embeddings.position_embedding.weight`)]);
  let hidden = norm(placed, `${names.tower}pre_layrnorm`);
  for (let layer = 0; layer < layers; layer += 1) {
    const at = `${names.tower}encoder.layers.${layer}`;
    const normed = norm(hidden, `${at}.layer_norm1`);
    const [query, key, value] = ['q_proj', 'k_proj', 'v_proj'].map((part) =>
      reshape(affine(normed, `${at}.self_attn.${part}`), [1, tokens, heads, hiddenSize / heads]),
    ) as [string, string, string];
    const scores = graph.node('Mul', [
      graph.node('MatMul', [transpose(query, [0, 2, 1, 3]), transpose(key, [0, 2, 3, 1])]),
      number(1 / Math.sqrt(hiddenSize / heads)),
    ]);
    const weights = graph.node('Softmax', [scores], { attributes: { axis: { int: -1 } } });
    const mixed = graph.node('MatMul', [weights, transpose(value, [0, 2, 1, 3])]);
    const attended = affine(
      reshape(transpose(mixed, [0, 2, 1, 3]), [1, tokens, hiddenSize]),
      `${at}.self_attn.out_proj`,
    );
    hidden = graph.node('Add', [hidden, attended]);
    const wide = affine(norm(hidden, `${at}.layer_norm2`), `${at}.mlp.fc1`);
    const gate = graph.node('Sigmoid', [graph.node('Mul', [wide, number(1.702)])]);
    hidden = graph.node('Add', [hidden, affine(graph.node('Mul', [wide, gate]), `${at}.mlp.fc2`)]);
  }
  const used = graph.node('Slice', [hidden, graph.int64s([1]), graph.int64s([tokens]), graph.int64s([1])]);
  const first = affine(used, `${names.projector}linear_1`);
  const error = graph.node('Erf', [graph.node('Div', [first, number(Math.SQRT2)])]);
  const doubled = graph.node('Mul', [first, graph.node('Add', [error, number(1)])]);
  const features = affine(graph.node('Mul', [doubled, number(0.5)]), `${names.projector}linear_2`);
  graph.output(features, 'float32', [1, patches, embeddingSize], 'image_features');
}
