import { isJsonObject, type JsonObject } from '@slowfast/model-files';

/**
 * A `tokenizer.json` whose `Digits` steps are written as the `Split` steps that they are in Hugging Face's tokenizers, where
 * every numeric character counts (`½`, `²`, `١`, `Ⅷ`:
 * https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/pre_tokenizers/digits.rs). `@huggingface/tokenizers`
 * 0.2.0 takes `0` to `9` alone.
 */
export function withNumericCharacters(file: JsonObject): JsonObject {
  return { ...file, pre_tokenizer: withSplit(file.pre_tokenizer) };
}

function withSplit(step: unknown): unknown {
  if (!isJsonObject(step)) return step;
  if (Array.isArray(step.pretokenizers)) return { ...step, pretokenizers: step.pretokenizers.map(withSplit) };
  if (step.type !== 'Digits') return step;
  const pattern = { Regex: step.individual_digits === true ? '\\p{N}' : '\\p{N}+' };
  return { type: 'Split', pattern, behavior: 'Isolated', invert: false };
}
