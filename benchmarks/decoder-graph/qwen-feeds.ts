import { float32Tensor, int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';
import { qwenHalf } from './qwen-weights.ts';

const { hiddenSize, layers, keyValueHeads, headSize } = qwenHalf;
const stateSize = keyValueHeads * headSize;

/** Makes the feeds of a decoder graph in the shape of Qwen2-0.5B, of either layout: so many tokens behind so many others. */
export type QwenFeeds = (
  session: OnnxSession,
  past: number,
  sequence: number,
  batch?: number,
) => Record<string, OnnxTensor>;

/**
 * @param mostPast most tokens that are ever behind. Each layer has keys and values of its own, since one for all would stay in the
 * processor's cache.
 * @param mostSequence most tokens of one run, of all of a batch together.
 */
export function qwenFeeds(mostPast: number, mostSequence: number, mostBatch = 1): QwenFeeds {
  const embeddings = Float32Array.from({ length: mostSequence * hiddenSize }, (_, i) => Math.sin(i * 0.37));
  const states = Array.from({ length: 2 * layers }, (_, state) =>
    Float32Array.from({ length: mostBatch * mostPast * stateSize }, (_, i) => Math.sin(i * 0.31 + state)),
  );
  return (session, past, sequence, batch = 1) => {
    const rows = <T>(of: (position: number) => T, length: number) =>
      Array.from({ length: batch * length }, (_, i) => of(i % length));
    const found: Record<string, OnnxTensor> = {};
    for (const { name, shape } of session.inputs) {
      if (name === 'inputs_embeds') {
        const values = embeddings.subarray(0, batch * sequence * hiddenSize);
        found[name] = float32Tensor(values, [batch, sequence, hiddenSize]);
      } else if (name === 'attention_mask') {
        const ones = rows(() => 1, past + sequence);
        found[name] = int64Tensor(ones, [batch, past + sequence]);
      } else if (name === 'position_ids') {
        found[name] = int64Tensor(
          rows((i) => past + i, sequence),
          [batch, sequence],
        );
      } else if (name === 'num_logits_to_keep') {
        found[name] = int64Tensor([1], []);
      } else {
        const sizes =
          shape.length === 3 ? [past, keyValueHeads, headSize] : [batch, keyValueHeads, past, headSize];
        const [layer, kind] = name.split('.').slice(1) as [string, string];
        const state = states[2 * Number(layer) + (kind === 'key' ? 0 : 1)]!;
        found[name] = float32Tensor(state.subarray(0, batch * past * stateSize), sizes);
      }
    }
    return found;
  };
}
