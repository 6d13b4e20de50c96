import type { OnnxElementType, OnnxSignature } from '@slowfast/onnx-format';
import { ModelInvalidError } from '@slowfast/spec';
import { firstPositiveNumber, jsonAt } from './json.ts';
import type { LanguageModelDescription } from './model-description.ts';
import type { ModelDtype } from './model-dtype.ts';
import type { ModelFolder } from './model-folder.ts';

/**
 * `max_position_embeddings` of the model types whose configuration files may leave it out, as the defaults of their
 * configuration classes in transformers 4.57 (https://github.com/huggingface/transformers/tree/v4.57.0/src/transformers/models).
 */
const defaultContextLengths: Readonly<Record<string, number>> = {
  llama: 2048,
  mistral: 131_072,
  qwen2: 32_768,
  qwen3: 32_768,
  gemma: 8192,
  gemma2: 8192,
  phi: 2048,
};

/**
 * What is known of a checkpoint's language model without its weights, in one precision. Cost: the headers of two ONNX files.
 *
 * @throws ModelInvalidError when configuration and headers don't say enough.
 */
export async function describeLanguageModel(
  folder: ModelFolder,
  dtype?: ModelDtype,
): Promise<LanguageModelDescription> {
  const { place } = folder;
  const embedding = await folder.signature('embed_tokens', dtype);
  const decoder = await folder.signature('decoder_model_merged', dtype);
  const logits = decoder.outputs.find((output) => output.name === 'logits') ?? decoder.outputs[0]!;
  const vocabularySize = fact(place, 'vocab_size', logits.shape.at(-1), textConfig(folder, 'vocab_size'));
  return {
    embeddingSize: fact(
      place,
      'hidden_size',
      embedding.outputs[0]!.shape.at(-1),
      textConfig(folder, 'hidden_size'),
    ),
    contextLength: contextLength(folder),
    vocabularySize,
    keyValueBytesPerToken: keyValueBytes(place, decoder),
    logitsBytesPerToken: vocabularySize * elementBytes(logits.type),
  };
}

/** Most tokens that the language model was made for. */
function contextLength(folder: ModelFolder): number {
  const type = String(textConfig(folder, 'model_type') ?? folder.config.model_type);
  const key = 'max_position_embeddings';
  return fact(folder.place, key, textConfig(folder, key), defaultContextLengths[type]);
}

/** A setting of the language model: under `text_config`, or at the top in flat configurations. */
function textConfig(folder: ModelFolder, name: string): unknown {
  return jsonAt(folder.config, 'text_config', name) ?? folder.config[name];
}

function fact(place: string, name: string, ...values: readonly unknown[]): number {
  const found = firstPositiveNumber(...values);
  if (found === undefined) throw invalid(`${place}/config.json`, `no ${name}`, 'a number above 0');
  return found;
}

/** Keys and values are the inputs of four axes, `[batch, heads, tokens, size]` in some order, of which tokens are free. */
function keyValueBytes(place: string, decoder: OnnxSignature): number {
  const caches = decoder.inputs.filter((input) => input.shape.length === 4);
  if (caches.length === 0) {
    throw invalid(`${place}/onnx`, 'a decoder without key-value cache', 'inputs past_key_values.*');
  }
  return caches.reduce((total, { shape, type }) => {
    const fixed = shape.slice(1).filter((axis): axis is number => typeof axis === 'number' && axis > 0);
    return total + fixed.reduce((product, size) => product * size, elementBytes(type));
  }, 0);
}

function elementBytes(type: OnnxElementType): number {
  return type === 'float16' ? 2 : 4;
}

function invalid(place: string, found: string, expected: string): ModelInvalidError {
  return new ModelInvalidError({ place, found, expected });
}
