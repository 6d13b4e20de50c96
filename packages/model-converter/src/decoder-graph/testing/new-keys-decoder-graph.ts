import { float32Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';

/** Runs a decoder graph that returns new keys and values only; its cache grows by copying, as plainly as can be. */
export function newKeysDecoderGraph(session: OnnxSession) {
  const states = session.inputs.filter(({ name }) => name.startsWith('past_key_values.'));
  const cache = new Map(states.map(({ name }) => [name, new Float32Array(0)]));
  const [, , size] = session.inputs.find(({ name }) => name === 'inputs_embeds')!.shape as [
    number,
    string,
    number,
  ];
  return {
    /** Logits behind the last of the embeddings `[tokens, size]`. */
    async run(embeddings: Float32Array): Promise<Float32Array> {
      const feeds: Record<string, OnnxTensor> = {
        inputs_embeds: float32Tensor(embeddings, [1, embeddings.length / size, size]),
      };
      for (const { name, shape } of states) {
        const values = cache.get(name)!;
        const [, heads, headSize] = shape as [string, number, number];
        feeds[name] = float32Tensor(values, [values.length / (heads * headSize), heads, headSize]);
      }
      const results = await session.run(feeds);
      for (const [name, values] of cache) {
        const added = results[name.replace('past_', 'new_')]!.data as Float32Array;
        const grown = new Float32Array(values.length + added.length);
        grown.set(values);
        grown.set(added, values.length);
        cache.set(name, grown);
      }
      return results.logits!.data as Float32Array;
    },
  };
}
