import type { TextArchitecture } from '../architecture/architecture.ts';
import { attention } from '../blocks/attention.ts';
import { gatedMlp } from '../blocks/gated-mlp.ts';
import { linear } from '../blocks/linear.ts';
import { rmsNorm } from '../blocks/norm.ts';
import { positions } from '../blocks/positions.ts';
import { rotaryTables } from '../blocks/rotary.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { type DecoderGraphForm, type DecoderGraphForms, decoderGraphForms } from './decoder-graph-forms.ts';
import { layerWeights } from './layer-weights.ts';

/**
 * Writes the decoder graph of LLaMA, Mistral or Qwen2 in the layout "new keys only". `source` has its weights by the names of the class
 * in transformers: `layers.0.self_attn.q_proj.weight`, `norm.weight`, `lm_head.weight`, which `embed_tokens.weight` stands in for.
 *
 * Inputs: `inputs_embeds [1, sequence, hiddenSize]`, `past_key_values.{layer}.key` and `.value` `[past, keyValueHeads, headSize]`;
 * outputs: `logits [1, 1, vocabularySize]` of the last position, `new_key_values.{layer}.key` and `.value` `[sequence, …]`; all
 * float32. The caller keeps the cache and appends. Positions follow from the length of the past, which may be zero.
 *
 * @param form a precision, or the form of each kind of linear layer.
 * @param logits `all` gives logits of every position `[1, sequence, vocabularySize]`, to judge a text; the weights are the same
 * and in the same order. `last` if absent.
 * @throws ModelInvalidError when a weight is missing, InvalidTensorError when one has another text.
 */
export function writeDecoderGraph(
  graph: ConverterGraph,
  text: TextArchitecture,
  source: WeightSource,
  form: DecoderGraphForm | DecoderGraphForms,
  { logits: logitsOf = 'last' }: { readonly logits?: 'last' | 'all' } = {},
): void {
  const forms = typeof form === 'string' ? decoderGraphForms[form] : form;
  const { hiddenSize, heads, keyValueHeads, headSize, normEpsilon } = text;
  const embeddings = graph.input('inputs_embeds', 'float32', [1, 'sequence', hiddenSize]);
  const pasts = Array.from({ length: text.layers }, (_, layer) => {
    const state = (kind: string) =>
      graph.input(`past_key_values.${layer}.${kind}`, 'float32', ['past', keyValueHeads, headSize]);
    return { keys: state('key'), values: state('value') };
  });
  const settings = {
    heads,
    keyValueHeads,
    headSize,
    tables: rotaryTables(graph, { headSize, theta: text.ropeTheta, positions: text.contextLength }),
    positions: positions(graph, {
      embeddings,
      pastKeys: pasts[0]!.keys,
      group: heads / keyValueHeads,
      // Beyond it a layer's new scores are more than its keys and values of the same tokens.
      mostJoinedScores: Math.floor((keyValueHeads * headSize) / heads),
    }),
    forms: { input: forms.attentionInput, output: forms.attentionOutput },
  };
  const mlpForms = { input: forms.mlpInput, output: forms.mlpOutput };

  let hidden = embeddings;
  for (const [layer, past] of pasts.entries()) {
    const weights = layerWeights(source, `layers.${layer}.`);
    const normed = rmsNorm(graph, hidden, weights.inputNorm, normEpsilon);
    const attended = attention(graph, normed, weights.attention, { ...settings, past });
    for (const [kind, value] of [
      ['key', attended.keys],
      ['value', attended.values],
    ] as const) {
      const name = `new_key_values.${layer}.${kind}`;
      graph.output(value, 'float32', ['sequence', keyValueHeads, headSize], name);
    }
    hidden = graph.node('Add', [hidden, attended.hidden]);
    const between = rmsNorm(graph, hidden, weights.attentionNorm, normEpsilon);
    hidden = graph.node('Add', [hidden, gatedMlp(graph, between, weights.mlp, mlpForms)]);
  }
  const wanted =
    logitsOf === 'all'
      ? hidden
      : graph.node('Gather', [hidden, graph.int64s([-1])], { attributes: { axis: { int: 1 } } });
  const normed = rmsNorm(graph, wanted, source.tensor('norm.weight'), normEpsilon);
  const logits = linear(
    graph,
    normed,
    source.tensor(text.tiedEmbeddings ? 'embed_tokens.weight' : 'lm_head.weight'),
    undefined,
    forms.head,
  );
  graph.output(logits, 'float32', [1, logitsOf === 'all' ? 'sequence' : 1, text.vocabularySize], 'logits');
}
