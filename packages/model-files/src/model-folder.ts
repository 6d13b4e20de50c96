import type { OnnxSignature } from '@slowfast/onnx-format';
import type { JsonObject } from './json.ts';
import type { KnownPictureStatistics } from './known-pictures.ts';
import type { ModelComponent, ModelDtype } from './model-dtype.ts';

/** What a runtime takes. */
export interface LoadedOnnxFile {
  /** A path in Node, where the runtime finds external data beside it; else the bytes. */
  readonly model: string | Uint8Array;
  /** Weight files by the names that the ONNX file uses; empty where the runtime finds them itself. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** An ONNX file of a checkpoint in the precision that was chosen. */
export interface ModelOnnxFile {
  readonly component: ModelComponent;
  readonly dtype: ModelDtype;
  /** Path inside of the model, for people. */
  readonly path: string;
  /** Stable text that names the contents: size and samples of the file and of its external data. */
  readonly id: string;
  /** Bytes of the file and of its external data. */
  readonly bytes: number;
  /**
   * What a runtime loads. Cost: nothing where there is a path; else every byte is read, once, and held once (`bytes` in
   * all). Runtimes copy them: let go of the result when the session is open. Each call reads anew.
   *
   * @throws ModelInvalidError when a file is shorter than it was, or does not fit in memory.
   */
  load(options?: { readonly signal?: AbortSignal | undefined }): Promise<LoadedOnnxFile>;
}

/** `tokenizer.json` and `tokenizer_config.json`. */
export interface TokenizerFiles {
  readonly tokenizer: JsonObject;
  /** Empty when there is no such file. */
  readonly tokenizerConfig: JsonObject;
}

/**
 * The files of one checkpoint in the layout `config.json, tokenizer.json, onnx/{component}{dtype}.onnx`. Opening it read
 * the small files and checked that the large ones are there; no weight is read through it.
 */
export interface ModelFolder {
  /** Where it is, for people. */
  readonly place: string;
  /** Stable text that names configuration and default weights by their contents, wherever the folder lies. */
  readonly id: string;
  /** The parts that are there; `embed_tokens` is missing where the decoder graph embeds ids itself. */
  readonly components: readonly ModelComponent[];
  readonly config: JsonObject;
  /** `preprocessor_config.json`, else the image processor of `processor_config.json`, else undefined. */
  readonly preprocessorConfig: JsonObject | undefined;
  /** The class of its processor in transformers, as its files name it. */
  readonly processorClass?: string | undefined;
  readonly generationConfig: JsonObject | undefined;
  /** Read and kept at the first call. */
  tokenizer(): Promise<TokenizerFiles>;
  /** The Jinja text, from `chat_template.jinja`, `chat_template.json` or `tokenizer_config.json`. */
  chatTemplate(): Promise<string | undefined>;
  /** What the pictures that the model knows are like, from `known_pictures.json`, where there is one. Read and kept at the first call. */
  knownPictures(): Promise<KnownPictureStatistics | undefined>;
  /**
   * The file of a component. Without `dtype`: what was chosen at opening, else what the checkpoint's configuration names,
   * else fp32, else the most exact that is there.
   *
   * @throws ModelIncompleteError when it, or external data that it names, is missing.
   * @throws ModelDtypeMissingError when it is there, but not in the precision that was asked for.
   */
  onnxFile(component: ModelComponent, dtype?: ModelDtype): Promise<ModelOnnxFile>;
  /** Inputs and outputs of a component, from the header of the file that `onnxFile` chooses. */
  signature(component: ModelComponent, dtype?: ModelDtype): Promise<OnnxSignature>;
}
