import { float32Tensor, int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';

/** Logits of every position of a prompt `[tokens, size]` by the exported decoder graph: `[tokens, vocabularySize]`. */
export async function exportedLogits(session: OnnxSession, prompt: Float32Array, size: number) {
  const tokens = prompt.length / size;
  const places = Array.from({ length: tokens }, (_, i) => i);
  const feeds: Record<string, OnnxTensor> = {
    inputs_embeds: float32Tensor(prompt, [1, tokens, size]),
    attention_mask: int64Tensor(
      places.map(() => 1),
      [1, tokens],
    ),
    position_ids: int64Tensor(places, [1, tokens]),
    num_logits_to_keep: int64Tensor([0], []),
  };
  for (const { name, shape } of session.inputs) {
    if (!name.startsWith('past_key_values.')) continue;
    feeds[name] = float32Tensor(new Float32Array(0), [1, Number(shape[1]), 0, Number(shape[3])]);
  }
  return (await session.run(feeds)).logits!.data as Float32Array;
}

/** Logits behind each piece of a prompt by a decoder graph that returns new keys alone; the cache grows by copying. */
export async function logitsBehindPieces(
  session: OnnxSession,
  prompt: Float32Array,
  size: number,
  pieces: readonly number[],
): Promise<readonly Float32Array[]> {
  const states = session.inputs.filter(({ name }) => name.startsWith('past_key_values.'));
  const cache = new Map(states.map(({ name }) => [name, new Float32Array(0)]));
  const found: Float32Array[] = [];
  let at = 0;
  for (const tokens of pieces) {
    const piece = prompt.subarray(at * size, (at + tokens) * size);
    const feeds: Record<string, OnnxTensor> = { inputs_embeds: float32Tensor(piece, [1, tokens, size]) };
    for (const { name, shape } of states) {
      const [heads, headSize] = [Number(shape[1]), Number(shape[2])];
      feeds[name] = float32Tensor(cache.get(name)!, [at, heads, headSize]);
    }
    const results = await session.run(feeds);
    for (const [name, values] of cache) {
      const added = results[name.replace('past_', 'new_')]!.data as Float32Array;
      cache.set(name, Float32Array.of(...values, ...added));
    }
    found.push(Float32Array.from(results.logits!.data as Float32Array));
    at += tokens;
  }
  return found;
}
