import { elementTypeCode } from '@slowfast/onnx-format';
import type { TextArchitecture } from '../architecture/architecture.ts';
import type { ConverterGraph } from '../graph/converter-graph.ts';
import { floatRows } from '../weights/float-rows.ts';
import { halfRows } from '../weights/half-rows.ts';
import type { WeightSource } from '../weights/weight-source.ts';

/**
 * Writes the look-up of tokens: `input_ids` int64 `[batch, sequence]` to `inputs_embeds` float32 `[batch, sequence, hiddenSize]`.
 *
 * @param form `fp32` keeps the values; the other forms keep them in float16, which is exact for what was stored so: a look-up is no
 * product, so fewer bits would gain no time.
 */
export function writeEmbedding(
  graph: ConverterGraph,
  text: TextArchitecture,
  source: WeightSource,
  form: 'fp32' | 'q8' | 'q4',
): void {
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence']);
  const tensor = source.tensor('embed_tokens.weight');
  const table = graph.weight(form === 'fp32' ? floatRows(tensor) : halfRows(tensor), 'embed_tokens.weight');
  const rows = graph.node('Gather', [table, ids]);
  const float = { attributes: { to: { int: elementTypeCode('float32') } } };
  const embeddings = form === 'fp32' ? rows : graph.node('Cast', [rows], float);
  graph.output(embeddings, 'float32', ['batch', 'sequence', text.hiddenSize], 'inputs_embeds');
}
