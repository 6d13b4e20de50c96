import type { ModelDtypeChoice, ModelFiles, ModelTensorNames } from '@slowfast/model-files';
import type { InstructionText } from '@slowfast/prompt-templates';
import type { ImageFit, ReductionSettings } from '@slowfast/spec';

/** How to make an assistant from a checkpoint. Plain data, so that it can be sent to a worker. */
export interface AssistantOptions extends ReductionSettings {
  /**
   * A checkpoint in the published ONNX layout: a folder in Node, the address of one in a page, its files by their paths, or
   * a model of the Hugging Face hub by its name, `owner/name` or `owner/name@revision`, of which what is missing is
   * downloaded. In Node a folder of that path wins; in a page a text of just two parts is such a name, and `./folder/name`
   * or a URL is an address. The embedded model if absent.
   */
  readonly model?: string | URL | ModelFiles;
  /**
   * Precision of the weights, for all parts of the model or for some, e.g. `{ decoder_model_merged: 'q4' }`. A part without
   * one takes what the checkpoint recommends, else fp32, else the most exact that is there; on WebAssembly what the checkpoint
   * recommends unless that is slow there, else the fastest that is there.
   */
  readonly dtype?: ModelDtypeChoice;
  /** The model's own names for inputs and outputs, where they differ from the published layout's. */
  readonly tensorNames?: ModelTensorNames;
  /**
   * What computes the reduction: `reference` (plain TypeScript) if absent, `onnx`, `tfjs` (the TensorFlow.js that is installed; see
   * `installedTfjsBackend` of `@slowfast/tensor-backends/installed-tfjs`), or what else the worker was given.
   */
  readonly backend?: string;
  /** Threads of one run of a model; the runtime's own number if absent. */
  readonly threads?: number;
  /**
   * How a frame becomes the rectangle of the encoder: squashed (`resize`) unless the model says otherwise; `processor` is
   * what its own image processor does.
   */
  readonly fit?: ImageFit;
  /** Longest answer, in tokens; the model's own limit if absent. */
  readonly maxAnswerTokens?: number;
  /** A system prompt, for models whose chat template has that role; none if absent. */
  readonly system?: string;
  /** Replaces some of the instruction text around the question. */
  readonly instructions?: Partial<InstructionText>;
  /**
   * Where reduced video tokens are kept between runs and how many bytes they may take; `false` keeps nothing. A folder is
   * for Node alone.
   */
  readonly cache?: false | { readonly folder?: string; readonly maxBytes?: number };
}
