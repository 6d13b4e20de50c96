import { int64Tensor, type OnnxRuntime, type OnnxTensor, onnxRuntimeWeb } from '@slowfast/onnx-session';
import { fileFolder } from '@slowfast/test-kit/files';

const model = fileFolder('../../../packages/tiny-model/', import.meta.url);

/** A decoder without a cache: whole prompts in, logits of the last position out. */
export interface PlainDecoder extends AsyncDisposable {
  /**
   * @param head words and special tokens in front of the video's tokens; `tail` those behind them.
   * @param video `[tokens, size]`, row-major.
   */
  logits(head: string, video: Float32Array, tail: string): Promise<Float32Array>;
  /** The id of a word or a special token. */
  idOf(word: string): number;
}

/**
 * The published graphs of the embedded model run plainly, as an oracle for everything that the pipeline does to save time: words are looked up in
 * `tokenizer.json`, all tokens run at once, nothing is kept.
 */
export async function plainDecoder(): Promise<PlainDecoder> {
  const tokenizer = await model.json<{ readonly model: { readonly vocab: Record<string, number> } }>(
    'tokenizer.json',
  );
  const idOf = (word: string) => tokenizer.model.vocab[word.toLowerCase()] ?? tokenizer.model.vocab['<unk>']!;
  const runtime = await runtimeHere();
  const embedder = await runtime.open(await model.bytes('onnx/embed_tokens.onnx'));
  const decoder = await runtime.open(await model.bytes('onnx/decoder_model_merged.onnx'));
  const embed = async (text: string) => {
    const ids = (text.match(/<\w+>|[a-z]+|\S/gi) ?? []).map(idOf);
    const { inputs_embeds } = await embedder.run({ input_ids: int64Tensor(ids, [1, ids.length]) });
    return inputs_embeds!.data as Float32Array;
  };
  const noPast = decoder.inputs.filter(({ name }) => name.startsWith('past'));
  return {
    idOf,
    async logits(head, video, tail) {
      const parts = [await embed(head), video, await embed(tail)];
      const size = decoder.inputs.find(({ name }) => name === 'inputs_embeds')!.shape[2] as number;
      const values = Float32Array.from(parts.flatMap((part) => [...part]));
      const count = values.length / size;
      const all = Array.from({ length: count }, (_, i) => i);
      const feeds: Record<string, OnnxTensor> = {
        inputs_embeds: { type: 'float32', data: values, shape: [1, count, size] },
        attention_mask: int64Tensor(
          all.map(() => 1),
          [1, count],
        ),
        position_ids: int64Tensor(all, [1, count]),
        num_logits_to_keep: int64Tensor([1], []),
      };
      for (const { name, shape } of noPast) {
        const [, heads, , width] = shape as number[];
        feeds[name] = { type: 'float32', data: new Float32Array(0), shape: [1, heads!, 0, width!] };
      }
      const { logits } = await decoder.run(feeds, { outputs: ['logits'] });
      return (logits!.data as Float32Array).slice(-(logits!.shape.at(-1) as number));
    },
    [Symbol.asyncDispose]: async () => {
      await embedder.dispose();
      await decoder.dispose();
    },
  };
}

async function runtimeHere(): Promise<OnnxRuntime> {
  if (typeof document !== 'undefined') return onnxRuntimeWeb({ threads: 1 });
  const { onnxRuntimeNode } = await import('@slowfast/onnx-session/node');
  return onnxRuntimeNode();
}
