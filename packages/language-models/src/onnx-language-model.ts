import {
  jsonAt,
  type ModelDtype,
  type ModelFolder,
  type ModelTensorNames,
  readSpecialTokens,
} from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import { DisposedError, type LanguageModel, type OnProgress, type PromptPart } from '@slowfast/spec';
import { contextBytes } from './context-bytes.ts';
import { decoderGraphLoader } from './decoder-graph/decoder-graph-loader.ts';
import { emptyStates } from './decoder-graph/empty-states.ts';
import { describeDecoderGraph } from './describe-decoder-graph.ts';
import { onnxLanguageModelSession } from './onnx-language-model-session.ts';
import { check } from './sampling/token-sampler.ts';
import { promptSegments } from './tokenizer/prompt-segments.ts';
import { type PromptTokenizer, promptTokenizer } from './tokenizer/prompt-tokenizer.ts';
import { spellings } from './tokenizer/spellings.ts';

/** How a language model is made from a checkpoint. */
export interface OnnxLanguageModelOptions {
  /** Precision of both files; what the checkpoint recommends if absent. */
  readonly dtype?: ModelDtype | undefined;
  /** Tokens of a prompt that run at once; 256 if absent. More is faster and takes more memory for logits. */
  readonly prefillChunkTokens?: number | undefined;
  /** onnxruntime-node if absent, in browsers onnxruntime-web on WebAssembly. */
  readonly runtime?: OnnxRuntime | undefined;
  /** What looks tokens up, `embed_tokens`; `runtime` if absent. */
  readonly embedderRuntime?: OnnxRuntime | undefined;
  /** Threads of one run; the runtime's default if absent. */
  readonly threads?: number | undefined;
  /** The model's own names for inputs and outputs, where they differ from the layout's. */
  readonly tensorNames?: ModelTensorNames | undefined;
  /** Told when the weights begin to load, and when they are there. */
  readonly onProgress?: OnProgress | undefined;
}

/**
 * The language model of a checkpoint in the published ONNX layout: `embed_tokens` and
 * `decoder_model_merged`, or a decoder graph that embeds ids itself. Making it
 * reads the tokenizer and the headers of the ONNX files; weights load with the first session.
 *
 * A decoder graph with outputs `present*` returns the whole key-value cache from each run, so while a token is made there are two of
 * them. It stays where the runtime computes, on a graphics processor in its memory; disposing the sessions frees it. One with
 * outputs `new_key_values*` returns what is new: the cache is in host memory then, and grows in place. Forks share it either way.
 *
 * @throws ModelUnsupportedError when the decoder graph needs more than the layout has.
 * @throws ModelIncompleteError, ModelInvalidError when files are missing or broken.
 */
export async function onnxLanguageModel(
  folder: ModelFolder,
  options: OnnxLanguageModelOptions = {},
): Promise<LanguageModel> {
  const { prefillChunkTokens: chunkTokens = 256, onProgress } = options;
  check(
    'prefillChunkTokens',
    chunkTokens,
    'a whole number of at least 1',
    (n) => Number.isInteger(n) && n >= 1,
  );
  const { description, embedder, decoderGraph, imageTokenId } = await describeDecoderGraph(folder, options);
  const { contextLength, embeddingSize } = description;
  const words = promptTokenizer(folder.place, await folder.tokenizer());
  const tokenizer = { ...words, endIds: await endIds(folder, words) };
  const loader = decoderGraphLoader({
    embedder,
    decoderGraph,
    imageTokenId,
    runtime: options.runtime,
    embedderRuntime: options.embedderRuntime,
    threads: options.threads,
    onLoad: (done) => onProgress?.({ stage: 'load', done, total: 1 }),
  });
  let isDisposed = false;

  function checkPrompt(parts: readonly PromptPart[]) {
    const segments = promptSegments(parts, tokenizer, true);
    const textTokens = segments.reduce(
      (sum, segment) => sum + (segment.kind === 'ids' ? segment.ids.length : 0),
      0,
    );
    const unknown = parts.flatMap((part) => (part.type === 'text' ? tokenizer.unknownWords(part.text) : []));
    return { textTokens, unknownWords: [...new Set(unknown)] };
  }

  async function session() {
    const loaded = await loader.load();
    if (isDisposed) throw new DisposedError({ what: 'The language model' });
    const model = { loaded, tokenizer, contextLength, embeddingSize, chunkTokens };
    return onnxLanguageModelSession(model, () => ({
      states: emptyStates(decoderGraph.binding.states, contextLength),
      tokens: 0,
      logits: undefined,
    }));
  }

  function dispose(): Promise<void> {
    isDisposed = true;
    return loader.dispose();
  }

  return {
    id: [folder.id, ...(embedder ? [embedder.file.id] : []), decoderGraph.file.id].join('/'),
    embeddingSize,
    contextLength,
    checkPrompt,
    spellings: (prompt, text) => spellings(prompt, text, tokenizer),
    contextBytes: (tokens) => contextBytes(description, decoderGraph.binding, tokens, chunkTokens),
    session,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Ids that end an answer: those of the generation settings, else of the configuration, else the tokenizer's. */
async function endIds(folder: ModelFolder, tokenizer: PromptTokenizer): Promise<ReadonlySet<number>> {
  const configured =
    folder.generationConfig?.eos_token_id ??
    jsonAt(folder.config, 'text_config', 'eos_token_id') ??
    folder.config.eos_token_id;
  const ids = [configured].flat().filter((id): id is number => typeof id === 'number');
  if (ids.length > 0) return new Set(ids);
  const token = readSpecialTokens(await folder.tokenizer()).eos_token;
  const id = token === undefined ? undefined : tokenizer.idOf(token);
  return new Set(id === undefined ? [] : [id]);
}
