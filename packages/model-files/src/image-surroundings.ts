import { jsonAt } from './json.ts';
import type { TokenizerFiles } from './model-folder.ts';
import { readSpecialTokens } from './special-tokens.ts';

/** Text of special tokens that a family's processor writes around the tokens of a picture; empty where it writes none. */
export interface ImageSurroundings {
  readonly before: string;
  readonly after: string;
}

/**
 * What stands around a picture in the prompts that a checkpoint was trained on. Chat templates write the placeholder alone, and
 * the processor adds the rest: `image_start_token` and `image_end_token` of the tokenizer's configuration, as in LFM2-VL
 * (https://github.com/huggingface/transformers/blob/v5.0.0/src/transformers/models/lfm2_vl/processing_lfm2_vl.py), or, where the
 * tokenizer has them, the fake token and the global token of Idefics3 and SmolVLM for a picture of one tile
 * (https://github.com/huggingface/transformers/blob/v5.0.0/src/transformers/models/smolvlm/processing_smolvlm.py).
 */
export function imageSurroundings(files: TokenizerFiles): ImageSurroundings {
  const special = readSpecialTokens(files);
  const { image_start_token: start, image_end_token: end } = special;
  if (start !== undefined && end !== undefined) return { before: start, after: end };
  const fake = special.fake_image_token ?? '<fake_token_around_image>';
  if (!isAddedToken(files, fake)) return { before: '', after: '' };
  const global = special.global_image_token ?? '<global-img>';
  return { before: isAddedToken(files, global) ? `${fake}${global}` : fake, after: fake };
}

function isAddedToken({ tokenizer }: TokenizerFiles, text: string): boolean {
  const added = Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens : [];
  return added.some((token) => jsonAt(token, 'content') === text);
}
