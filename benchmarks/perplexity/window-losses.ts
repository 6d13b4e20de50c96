import { float32Tensor, int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';

/**
 * Losses in nats of the tokens behind the first of a window, each predicted from those before it in the window: nothing is in the
 * cache when a window begins. The decoder graph reads `stepTokens` at a time and must give logits of all of them.
 */
export async function windowLosses(
  embedder: OnnxSession,
  decoderGraph: OnnxSession,
  ids: readonly number[],
  stepTokens: number,
): Promise<Float32Array> {
  const embedded = await embedder.run({ input_ids: int64Tensor(ids, [1, ids.length]) });
  const embeddings = embedded.inputs_embeds!.data as Float32Array;
  const size = embeddings.length / ids.length;
  const cache = growingCache(decoderGraph, ids.length);
  const losses = new Float32Array(ids.length - 1);
  for (let start = 0; start < ids.length; start += stepTokens) {
    const tokens = Math.min(stepTokens, ids.length - start);
    const values = embeddings.subarray(start * size, (start + tokens) * size);
    const results = await decoderGraph.run({
      inputs_embeds: float32Tensor(values, [1, tokens, size]),
      ...cache.feeds(start),
    });
    cache.append(start, (name) => results[name]!.data as Float32Array);
    const { data, shape } = results.logits!;
    const vocabulary = shape.at(-1)!;
    if (data!.length !== tokens * vocabulary) {
      throw new Error(`found logits [${shape.join(', ')}], expected those of ${tokens} positions`);
    }
    for (let row = 0; row < tokens && start + row < losses.length; row++) {
      const logits = (data as Float32Array).subarray(row * vocabulary, (row + 1) * vocabulary);
      losses[start + row] = loss(logits, ids[start + row + 1]!);
    }
  }
  return losses;
}

/** Arrays that new keys and values are put into, behind those before. */
function growingCache(decoderGraph: OnnxSession, capacity: number) {
  const states = decoderGraph.inputs
    .filter(({ name }) => name.startsWith('past_key_values.'))
    .map(({ name, shape }) => {
      const [, heads, headSize] = shape as [string, number, number];
      return { name, heads, headSize, values: new Float32Array(capacity * heads * headSize) };
    });
  return {
    feeds: (tokens: number): Record<string, OnnxTensor> =>
      Object.fromEntries(
        states.map(({ name, heads, headSize, values }) => [
          name,
          float32Tensor(values.subarray(0, tokens * heads * headSize), [tokens, heads, headSize]),
        ]),
      ),
    append(tokens: number, added: (name: string) => Float32Array) {
      for (const { name, heads, headSize, values } of states) {
        values.set(added(name.replace('past_', 'new_')), tokens * heads * headSize);
      }
    },
  };
}

function loss(logits: Float32Array, id: number): number {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - largest);
  return largest + Math.log(sum) - logits[id]!;
}
