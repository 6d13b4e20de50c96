import type { OnnxElementType, OnnxSignature } from '@slowfast/onnx-format';
import { ModelInvalidError } from '@slowfast/spec';
import { firstPositiveNumber, jsonAt } from './json.ts';
import type { LanguageModelDescription } from './model-description.ts';
import type { ModelDtype } from './model-dtype.ts';
import type { ModelFolder } from './model-folder.ts';
import { byStandardName, type TensorNames } from './tensor-names.ts';

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
  lfm2: 128_000,
  lfm2_moe: 128_000,
};

/**
 * What is known of a checkpoint's language model without its weights, in one precision. Cost: the headers of two ONNX files.
 *
 * @param decoderGraphNames the decoder graph's own names of inputs and outputs, where they differ from the layout's.
 * @throws ModelInvalidError when configuration and headers don't say enough.
 */
export async function describeLanguageModel(
  folder: ModelFolder,
  dtype?: ModelDtype,
  decoderGraphNames?: TensorNames,
): Promise<LanguageModelDescription> {
  const { place } = folder;
  const decoderGraph = await folder.signature('decoder_model_merged', dtype);
  const inputs = byStandardName(decoderGraph.inputs, decoderGraphNames);
  const logits =
    byStandardName(decoderGraph.outputs, decoderGraphNames).get('logits') ?? decoderGraph.outputs[0]!;
  const vocabularySize = fact(place, 'vocab_size', logits.shape.at(-1), textConfig(folder, 'vocab_size'));
  const embeddings = inputs.get('inputs_embeds') ?? inputs.get('image_features');
  const embedder = folder.components.includes('embed_tokens')
    ? await folder.signature('embed_tokens', dtype)
    : undefined;
  const states = stateBytes(place, decoderGraph);
  return {
    embeddingSize: fact(
      place,
      'hidden_size',
      embedder?.outputs[0]?.shape.at(-1),
      embeddings?.shape.at(-1),
      textConfig(folder, 'hidden_size'),
    ),
    contextLength: contextLength(folder),
    vocabularySize,
    keyValueBytesPerToken: states.perToken,
    fixedStateBytes: states.fixed,
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

/**
 * Keys and values are states of which one axis, that of the tokens, is free besides the batch; other states keep their size.
 * Those of which the decoder graph returns the new tokens only, `past_key_values.*` and `new_key_values.*`, have no batch.
 */
function stateBytes(place: string, decoderGraph: OnnxSignature) {
  const bytes = { perToken: 0, fixed: 0 };
  const outputs = new Set(decoderGraph.outputs.map(({ name }) => name));
  for (const { name, shape, type } of decoderGraph.inputs) {
    if (!name.startsWith('past') && shape.length !== 4) continue;
    const hasBatch = !outputs.has(name.replace(/^past_key_values/, 'new_key_values'));
    const axes = hasBatch ? shape.slice(1) : shape;
    const fixed = axes.filter((axis): axis is number => typeof axis === 'number' && axis > 0);
    const size = fixed.reduce((product, axis) => product * axis, elementBytes(type));
    bytes[fixed.length < axes.length ? 'perToken' : 'fixed'] += size;
  }
  if (bytes.perToken > 0) return bytes;
  throw invalid(`${place}/onnx`, 'a decoder graph without key-value cache', 'inputs past_key_values.*');
}

function elementBytes(type: OnnxElementType): number {
  return type === 'float16' ? 2 : 4;
}

function invalid(place: string, found: string, expected: string): ModelInvalidError {
  return new ModelInvalidError({ place, found, expected });
}
