import {
  type ConverterGraph,
  floatRows,
  type TextArchitecture,
  type WeightSource,
} from '@slowfast/model-converter';
import { type PublishedForm, publishedProducts } from './published-products.ts';

/** Whether logits are of all positions, as older exports have it, or of as many as the input `num_logits_to_keep` says. */
export type PublishedLogits = 'all' | 'kept';

/**
 * The decoder graph as exports have it that transformers.js runs: every operation by itself, the whole cache returned, a mask and
 * position ids as inputs. In 4 bits, MatMulNBits of blocks of 32 without an accuracy level; in 8 bits, one scale for all of a
 * weight and one for all tokens; in fp16, the products alone.
 */
export function writePublishedDecoderGraph(
  graph: ConverterGraph,
  text: TextArchitecture,
  source: WeightSource,
  form: PublishedForm,
  logitsOf: PublishedLogits = 'all',
): void {
  const { heads, keyValueHeads, headSize, hiddenSize } = text;
  const group = heads / keyValueHeads;
  const embeddings = graph.input('inputs_embeds', 'float32', ['batch', 'sequence', hiddenSize]);
  const attentionMask = graph.input('attention_mask', 'int64', ['batch', 'total']);
  const positionIds = graph.input('position_ids', 'int64', ['batch', 'sequence']);
  const scalar = (value: number) => graph.constant(Float32Array.of(value), 'float32', []);
  const whole = (value: number) => graph.constant(BigInt64Array.of(BigInt(value)), 'int64', []);
  const product = (x: string, name: string) => publishedProducts[form](graph, x, source.tensor(name));
  const linear = (x: string, name: string) => {
    const y = product(x, `${name}.weight`);
    return source.has(`${name}.bias`)
      ? graph.node('Add', [y, graph.weight(floatRows(source.tensor(`${name}.bias`)))])
      : y;
  };
  const norm = (x: string, name: string) => {
    const squares = graph.node('ReduceMean', [graph.node('Mul', [x, x]), graph.int64s([-1])]);
    const root = graph.node('Sqrt', [graph.node('Add', [squares, scalar(text.normEpsilon)])]);
    return graph.node('Mul', [graph.node('Div', [x, root]), graph.weight(floatRows(source.tensor(name)))]);
  };
  const axis = (x: string, at: number) =>
    graph.node('Squeeze', [
      graph.node('Shape', [x], { attributes: { start: { int: at }, end: { int: at + 1 } } }),
    ]);

  const total = axis(attentionMask, 1);
  const rows = graph.node('Range', [graph.node('Sub', [total, axis(embeddings, 1)]), total, whole(1)]);
  const columns = graph.node('Range', [whole(0), total, whole(1)]);
  const seen = graph.node('LessOrEqual', [
    graph.node('Unsqueeze', [columns, graph.int64s([0])]),
    graph.node('Unsqueeze', [rows, graph.int64s([1])]),
  ]);
  const mask = graph.node('Where', [seen, scalar(0), scalar(-1e9)]);
  const frequencies = Float32Array.from(
    { length: headSize },
    (_, i) => text.ropeTheta ** (-(2 * (i % (headSize / 2))) / headSize),
  );
  const angles = graph.node('Mul', [
    graph.node('Unsqueeze', [
      graph.node('Cast', [positionIds], { attributes: { to: { int: 1 } } }),
      graph.int64s([1, 3]),
    ]),
    graph.constant(frequencies, 'float32', [headSize]),
  ]);
  const [cos, sin] = [graph.node('Cos', [angles]), graph.node('Sin', [angles])];
  const slice = (x: string, start: number, end: number) =>
    graph.node('Slice', [x, graph.int64s([start]), graph.int64s([end]), graph.int64s([3])]);
  const rotated = (x: string) => {
    const halves = [graph.node('Neg', [slice(x, headSize / 2, headSize)]), slice(x, 0, headSize / 2)];
    const turned = graph.node('Concat', halves, { attributes: { axis: { int: -1 } } });
    return graph.node('Add', [graph.node('Mul', [x, cos]), graph.node('Mul', [turned, sin])]);
  };
  const swapped = (x: string) =>
    graph.node('Transpose', [x], { attributes: { perm: { ints: [0, 2, 1, 3] } } });

  let hidden = embeddings;
  for (let layer = 0; layer < text.layers; layer += 1) {
    const at = `layers.${layer}`;
    const normed = norm(hidden, `${at}.input_layernorm.weight`);
    const split = (name: string, count: number) =>
      swapped(
        graph.node('Reshape', [
          linear(normed, `${at}.self_attn.${name}_proj`),
          graph.int64s([0, 0, count, headSize]),
        ]),
      );
    const present = (kind: 'key' | 'value', added: string) => {
      const shape = (tokens: string) => ['batch', keyValueHeads, tokens, headSize];
      const past = graph.input(`past_key_values.${layer}.${kind}`, 'float32', shape('past'));
      const joined = graph.node('Concat', [past, added], { attributes: { axis: { int: 2 } } });
      graph.output(joined, 'float32', shape('past + sequence'), `present.${layer}.${kind}`);
      const wide = graph.node(
        'Expand',
        [
          graph.node('Unsqueeze', [joined, graph.int64s([2])]),
          graph.node(
            'Concat',
            [
              graph.int64s([1, keyValueHeads, group]),
              graph.node('Unsqueeze', [total, graph.int64s([0])]),
              graph.int64s([headSize]),
            ],
            { attributes: { axis: { int: 0 } } },
          ),
        ],
        { gives: [{ type: 'float32', shape: ['batch', keyValueHeads, group, 'total', headSize] }] },
      );
      return graph.node('Reshape', [wide, graph.int64s([0, heads, -1, headSize])], {
        gives: [{ type: 'float32', shape: ['batch', heads, 'total', headSize] }],
      });
    };
    const query = rotated(split('q', heads));
    const key = present('key', rotated(split('k', keyValueHeads)));
    const value = present('value', split('v', keyValueHeads));
    const transposed = graph.node('Transpose', [key], { attributes: { perm: { ints: [0, 1, 3, 2] } } });
    const scores = graph.node('Mul', [graph.node('MatMul', [query, transposed]), scalar(headSize ** -0.5)]);
    const probabilities = graph.node(
      'Softmax',
      [
        graph.node('Add', [scores, mask], {
          gives: [{ type: 'float32', shape: ['batch', heads, 'sequence', 'total'] }],
        }),
      ],
      { attributes: { axis: { int: -1 } } },
    );
    const mixed = graph.node('Reshape', [
      swapped(graph.node('MatMul', [probabilities, value])),
      graph.int64s([0, 0, hiddenSize]),
    ]);
    hidden = graph.node('Add', [hidden, linear(mixed, `${at}.self_attn.o_proj`)]);
    const between = norm(hidden, `${at}.post_attention_layernorm.weight`);
    const gate = linear(between, `${at}.mlp.gate_proj`);
    const opened = graph.node('Mul', [gate, graph.node('Sigmoid', [gate])]);
    const down = linear(
      graph.node('Mul', [opened, linear(between, `${at}.mlp.up_proj`)]),
      `${at}.mlp.down_proj`,
    );
    hidden = graph.node('Add', [hidden, down]);
  }
  if (logitsOf === 'kept') {
    const count = graph.node('Unsqueeze', [
      graph.input('num_logits_to_keep', 'int64', []),
      graph.int64s([0]),
    ]);
    const ends = [graph.node('Neg', [count]), graph.int64s([2 ** 31]), graph.int64s([1])];
    hidden = graph.node('Slice', [hidden, ...ends], {
      gives: [{ type: 'float32', shape: ['batch', 'kept', hiddenSize] }],
    });
  }
  const logits = product(norm(hidden, 'norm.weight'), 'embed_tokens.weight');
  const positions = logitsOf === 'kept' ? 'kept' : 'sequence';
  graph.output(logits, 'float32', ['batch', positions, text.vocabularySize], 'logits');
}
