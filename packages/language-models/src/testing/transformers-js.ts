import { fileURLToPath } from 'node:url';
import {
  AutoImageProcessor,
  AutoModelForImageTextToText,
  env,
  type PreTrainedModel,
  RawImage,
  Tensor,
} from '@huggingface/transformers';
import type { TestPicture } from '@slowfast/tiny-checkpoints';

/** What transformers.js answers greedily to a prompt with one picture, from the files in a folder. */
export async function transformersJsGreedy(
  folder: URL,
  picture: TestPicture,
  ids: readonly number[],
  newTokens: number,
): Promise<number[]> {
  env.allowRemoteModels = false;
  env.localModelPath = fileURLToPath(new URL('../', folder));
  const name = folder.pathname.split('/').filter(Boolean).at(-1)!;
  const processor = await AutoImageProcessor.from_pretrained(name);
  // The picture has the model's size already: what their resizing makes of it, which is not Pillow's, stays out of this.
  Object.assign(processor, { do_resize: false });
  const { width, height } = picture;
  const image = new RawImage(new Uint8ClampedArray(picture.data), width, height, 3);
  const pictureInputs = await processor(image, { do_image_splitting: false });
  const model: PreTrainedModel = await AutoModelForImageTextToText.from_pretrained(name, {
    dtype: 'fp32',
    device: 'cpu',
  });
  try {
    const shape = [1, ids.length];
    const output = (await model.generate({
      ...pictureInputs,
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
      attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
      max_new_tokens: newTokens,
      // No token ends the answer, so that all of them are compared.
      eos_token_id: [-1],
      do_sample: false,
    } as never)) as Tensor;
    return (output.tolist() as bigint[][])[0]!.slice(ids.length).map(Number);
  } finally {
    await model.dispose();
  }
}
