import { basename, dirname } from 'node:path';
import { AutoModelForImageTextToText, env, type PreTrainedModel, Tensor } from '@huggingface/transformers';
import { answerTokens, type Candidate, questionTokens, videoTokens } from './candidate.ts';

/** transformers.js with a published folder, in q4: `generate` with a prompt of as many tokens, on its defaults. */
export async function transformersJs(folder: string): Promise<Candidate> {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const model: PreTrainedModel = await AutoModelForImageTextToText.from_pretrained(basename(folder), {
    dtype: { embed_tokens: 'fp32', vision_encoder: 'fp32', decoder_model_merged: 'q4' },
    use_external_data_format: { 'embed_tokens.onnx': true, 'decoder_model_merged_q4.onnx': true },
    device: 'cpu',
  });
  const count = videoTokens + questionTokens;
  const ids = BigInt64Array.from({ length: count }, (_, i) => BigInt(5 + (i % 300)));
  return {
    async round() {
      const times: number[] = [];
      const start = performance.now();
      await model.generate({
        input_ids: new Tensor('int64', ids, [1, count]),
        attention_mask: new Tensor('int64', new BigInt64Array(count).fill(1n), [1, count]),
        max_new_tokens: answerTokens + 1,
        do_sample: false,
        streamer: {
          put: () => times.push((performance.now() - start) / 1000),
          end() {},
        },
      } as never);
      // The streamer gets the prompt first.
      const [firstToken, last] = [times[1]!, times.at(-1)!];
      if (times.length !== answerTokens + 2) throw new Error(`expected ${answerTokens + 1} tokens`);
      return { firstToken, perToken: (last - firstToken) / answerTokens };
    },
    async [Symbol.asyncDispose]() {
      await model.dispose();
    },
  };
}
