import { ModelIncompleteError, ModelNotFoundError, ModelUnsupportedError } from '@slowfast/spec';
import type { FormTimes } from './fast-dtypes.ts';
import { fastDtypesOfStore } from './fast-dtypes-of-store.ts';
import { fileFingerprint, sha256 } from './file-fingerprint.ts';
import { architectureName, isJsonObject, type JsonObject, jsonAt, readJson, readText } from './json.ts';
import { readKnownPictures } from './known-pictures.ts';
import {
  chosenDtype,
  type ModelComponent,
  type ModelDtypeChoice,
  modelComponents,
  modelDtypes,
  onnxPath,
} from './model-dtype.ts';
import type { ModelFileStore } from './model-file-store.ts';
import type { ModelFolder, TokenizerFiles } from './model-folder.ts';
import { modelOnnxFiles } from './model-onnx-files.ts';

/**
 * A checkpoint from wherever its files are. Reads configuration files and samples of the weights, some 600 KiB.
 *
 * @param options.dtype the precision, where none is asked for later.
 * @param options.formTimes of the runtime, where it matters: parts without a precision take one that is fast there.
 * @throws ModelNotFoundError when the place holds no checkpoint at all.
 * @throws ModelIncompleteError when files are missing, or a precision that was asked for; it names all of them.
 * @throws ModelInvalidError when a file is broken.
 * @throws ModelUnsupportedError when it is no model that reads images by placeholder.
 */
export async function readModelFolder(
  store: ModelFileStore,
  options: { readonly dtype?: ModelDtypeChoice | undefined; readonly formTimes?: FormTimes | undefined } = {},
): Promise<ModelFolder> {
  const components = await findComponents(store);
  const config = (await readJson(store, 'config.json'))!;
  requireSupported(store.place, config);
  const onnx = modelOnnxFiles(store, config, await chooseDtypes(store, components, config, options));
  if (!components.includes('embed_tokens')) await requireOwnEmbeddings(store, onnx.signature);
  const tokenizer = once(() => readTokenizer(store));
  return {
    place: store.place,
    id: await folderId(store, components, onnx.file),
    components,
    config,
    preprocessorConfig: await readPreprocessorConfig(store),
    processorClass: await readProcessorClass(store),
    generationConfig: await readJson(store, 'generation_config.json'),
    tokenizer,
    chatTemplate: once(() => readChatTemplate(store, tokenizer)),
    knownPictures: once(() => readKnownPictures(store)),
    onnxFile: onnx.file,
    signature: onnx.signature,
  };
}

/** The parts that are there. A decoder graph may embed ids itself, and then has no `embed_tokens` beside it. */
async function findComponents(store: ModelFileStore): Promise<readonly ModelComponent[]> {
  const missing: string[] = [];
  for (const path of ['config.json', 'tokenizer.json']) {
    if ((await store.size(path)) === undefined) missing.push(path);
  }
  const components: ModelComponent[] = [];
  for (const component of modelComponents) {
    if (await isThere(store, component)) components.push(component);
    else missing.push(onnxPath(component, 'fp32'));
  }
  const onlyEmbedder = missing.length === 1 && !components.includes('embed_tokens');
  if (missing.length === 0 || onlyEmbedder) return components;
  if (missing.includes('config.json') && missing.includes('tokenizer.json') && components.length === 0) {
    const because = store.missingBecause?.('config.json');
    const reason = `none of its files is there${because ? `: ${because}` : ''}`;
    throw new ModelNotFoundError({ place: store.place, reason });
  }
  const remedy = components.length === 0 ? await conversionRemedy(store) : {};
  throw new ModelIncompleteError({ place: store.place, missing, ...remedy });
}

/** Weights that are there in another form are not downloaded again, but converted. */
async function conversionRemedy(store: ModelFileStore): Promise<{ readonly remedy?: string }> {
  for (const path of ['model.safetensors', 'model.safetensors.index.json']) {
    if ((await store.size(path)) === undefined) continue;
    return {
      remedy:
        'Its weights are safetensors: make ONNX graphs of them with "slowfast models convert", and open the folder that it writes',
    };
  }
  return {};
}

async function requireOwnEmbeddings(
  store: ModelFileStore,
  signature: ModelFolder['signature'],
): Promise<void> {
  const { inputs } = await signature('decoder_model_merged');
  if (inputs.some(({ name }) => name === 'input_ids')) return;
  throw new ModelIncompleteError({ place: store.place, missing: [onnxPath('embed_tokens', 'fp32')] });
}

/** One after the other: most checkpoints have the first, and a server is not asked for the rest. */
async function isThere(store: ModelFileStore, component: ModelComponent): Promise<boolean> {
  for (const dtype of modelDtypes) {
    if ((await store.size(onnxPath(component, dtype))) !== undefined) return true;
  }
  return false;
}

/** The precision that was asked for; else what is fast, where that is known. */
async function chooseDtypes(
  store: ModelFileStore,
  components: readonly ModelComponent[],
  config: JsonObject,
  { dtype, formTimes }: NonNullable<Parameters<typeof readModelFolder>[1]>,
): Promise<ModelDtypeChoice | undefined> {
  if (!formTimes || typeof dtype === 'string') return dtype;
  const unnamed = components.filter((component) => chosenDtype(dtype, component) === undefined);
  return { ...(await fastDtypesOfStore(store, unnamed, config, formTimes)), ...dtype };
}

function requireSupported(place: string, config: JsonObject): void {
  const kind = architectureName(config);
  if (config.is_encoder_decoder === true) {
    throw new ModelUnsupportedError({
      place,
      found: `${kind}, an encoder-decoder`,
      expected: 'a decoder-only model',
    });
  }
  if (typeof (config.image_token_index ?? config.image_token_id) !== 'number') {
    const expected = 'a vision-language model whose config.json has image_token_index or image_token_id';
    throw new ModelUnsupportedError({ place, found: `${kind} without an image token`, expected });
  }
}

async function folderId(
  store: ModelFileStore,
  components: readonly ModelComponent[],
  file: ModelFolder['onnxFile'],
): Promise<string> {
  const parts: string[] = [];
  for (const path of ['config.json', 'preprocessor_config.json', 'processor_config.json', 'tokenizer.json']) {
    if ((await store.size(path)) !== undefined) parts.push(`${path} ${await fileFingerprint(store, path)}`);
  }
  for (const component of components) parts.push(`${component} ${(await file(component)).id}`);
  return sha256([new TextEncoder().encode(parts.join('\n'))]);
}

async function readPreprocessorConfig(store: ModelFileStore): Promise<JsonObject | undefined> {
  const own = await readJson(store, 'preprocessor_config.json');
  if (own) return own;
  const nested = (await readJson(store, 'processor_config.json'))?.image_processor;
  return isJsonObject(nested) ? nested : undefined;
}

async function readProcessorClass(store: ModelFileStore): Promise<string | undefined> {
  for (const path of ['processor_config.json', 'preprocessor_config.json']) {
    const name = (await readJson(store, path))?.processor_class;
    if (typeof name === 'string') return name;
  }
  return undefined;
}

async function readTokenizer(store: ModelFileStore): Promise<TokenizerFiles> {
  return {
    tokenizer: (await readJson(store, 'tokenizer.json'))!,
    tokenizerConfig: (await readJson(store, 'tokenizer_config.json')) ?? {},
  };
}

async function readChatTemplate(
  store: ModelFileStore,
  tokenizer: () => Promise<TokenizerFiles>,
): Promise<string | undefined> {
  const own = await readText(store, 'chat_template.jinja');
  if (own !== undefined) return own;
  const inJson = (await readJson(store, 'chat_template.json'))?.chat_template;
  return defaultTemplate(inJson) ?? defaultTemplate((await tokenizer()).tokenizerConfig.chat_template);
}

/** A template may be a text or a list of named ones. */
function defaultTemplate(template: unknown): string | undefined {
  if (typeof template === 'string') return template;
  if (!Array.isArray(template)) return undefined;
  const named = template.find((entry) => jsonAt(entry, 'name') === 'default') ?? template[0];
  const text = jsonAt(named, 'template');
  return typeof text === 'string' ? text : undefined;
}

/** Runs the work at the first call only; a failure is not kept. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
