import type { HubSettings, OnHubProgress } from '@slowfast/hub-client';
import type { ModelDtypeChoice, ModelFiles, ModelFolder, ModelTensorNames } from '@slowfast/model-files';
import type { InstructionText } from '@slowfast/prompt-templates';
import type { Calibration, ImageFit, ReductionSettings } from '@slowfast/spec';
import type { CustomStages } from './custom-stages.ts';
import type { DeviceChoice } from './device/device-choice.ts';

/** A web worker, or a worker thread of Node. */
export interface AssistantWorker {
  postMessage(message: unknown, transfer?: unknown): void;
  terminate(): unknown;
}

/**
 * Options of `openAssistant`: the same in Node and in a page. What does not apply on a platform is refused by a typed error that says so.
 * All but `onDownload`, `signal`, `worker` and `stages` is plain data, which is sent to the worker.
 */
export interface AssistantOptions extends ReductionSettings {
  /**
   * A checkpoint in the published ONNX layout: a folder in Node, the address of one in a page, its files by their paths, or
   * a model of the Hugging Face hub by its name, `owner/name` or `owner/name@revision`, of which what is missing is
   * downloaded. In Node a folder of that path wins; in a page a text of just two parts is such a name, and `./folder/name`
   * or a URL is an address. The embedded model if absent. An opened folder with `worker: false` alone.
   */
  readonly model?: string | URL | ModelFiles | ModelFolder | undefined;
  /**
   * Precision of the weights, for all parts of the model or for some, e.g. `{ decoder_model_merged: 'q4' }`. A part without
   * one takes what the checkpoint recommends, else fp32, else the most exact that is there; on WebAssembly what the checkpoint
   * recommends unless that is slow there, else the fastest that is there.
   */
  readonly dtype?: ModelDtypeChoice | undefined;
  /**
   * What computes, for all parts of the model or for each, e.g. `{ vision_encoder: 'webgpu', decoder_model_merged: 'cpu' }`. In Node `cpu`,
   * `webgpu`, `cuda`, `dml`, `coreml` or `auto`; in a page `wasm` (or `cpu`, which is the same there), `webgpu` or `auto`. `auto` is the
   * fastest that passes a trial with a known answer, and what a page takes if absent; Node takes `cpu`. A device that can't be had, or that is
   * lost later, gives way to the processor, with the reason in `describe()` and as a notice.
   */
  readonly device?: DeviceChoice | undefined;
  /** The model's own names for inputs and outputs, where they differ from the published layout's. */
  readonly tensorNames?: ModelTensorNames | undefined;
  /**
   * What computes the reduction: `reference` (plain TypeScript) if absent, `onnx`, `tfjs` (the TensorFlow.js that is installed; see
   * `installedTfjsBackend` of `@slowfast/tensor-backends/installed-tfjs`), or one of `stages.backends`.
   */
  readonly backend?: string | undefined;
  /** Threads of one run of a model; the runtime's own number if absent. */
  readonly threads?: number | undefined;
  /**
   * How a frame becomes the rectangle of the encoder: squashed (`resize`) unless the model says otherwise; `processor` is
   * what its own image processor does.
   */
  readonly fit?: ImageFit | undefined;
  /** Longest answer, in tokens; the model's own limit if absent. */
  readonly maxAnswerTokens?: number | undefined;
  /**
   * Makes the probabilities of decisions and of multiple choice say how often they are right: a temperature that was fitted, e.g. by
   * `slowfast bench accuracy --calibrate`, or several, of which that of this language model counts. None if absent.
   */
  readonly calibration?: Calibration | readonly Calibration[] | undefined;
  /** A system prompt, for models whose chat template has that role; none if absent. */
  readonly system?: string | undefined;
  /** Replaces some of the instruction text around the question. */
  readonly instructions?: Partial<InstructionText> | undefined;
  /**
   * Where reduced video tokens are kept between runs, how many bytes they may take, and by how much of a file it is known again: samples of
   * its bytes if absent, or the `whole` of them (see `contentKey` of `@slowfast/byte-sources` for what samples miss); `false` keeps nothing. A
   * folder is for Node alone.
   */
  readonly cache?:
    | false
    | {
        readonly folder?: string | undefined;
        readonly maxBytes?: number | undefined;
        readonly key?: 'sampled' | 'whole' | undefined;
      }
    | undefined;
  /**
   * Where the hub is, whether it may be asked, and an access token, which goes to the hub alone; in Node also where its models are kept.
   * What is absent the environment says in Node (`HF_ENDPOINT`, `HF_HUB_OFFLINE`, `HF_TOKEN`, `HF_HOME`, `HF_HUB_CACHE`); in a page it is
   * `https://huggingface.co` without a token.
   */
  readonly hub?: Partial<HubSettings> | undefined;
  /** Called while a model comes from the hub: files, bytes, retries. Must return quickly; what it throws ends the opening. */
  readonly onDownload?: OnHubProgress | undefined;
  /** Cancels the opening, not what the assistant does later. What was downloaded is kept. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Where the models run: in a worker of this package if absent, so that this thread stays free; in a worker of your own, which is
   * started here and calls `serveAssistant` of `slowfast-llava/worker`; or, with `false`, in this thread, which models then block.
   */
  readonly worker?: false | (() => AssistantWorker) | undefined;
  /**
   * Stages of your own. They can't be sent to a worker: give them with `worker: false`, or to `serveAssistant` in a worker of your
   * own.
   */
  readonly stages?: CustomStages | undefined;
}

/** Options of an assistant in the thread that it is opened in. */
export type InThreadOptions = Omit<AssistantOptions, 'worker'>;

/** The options that are sent to a worker, as the argument of its opening. */
export type SentAssistantOptions = Omit<AssistantOptions, 'onDownload' | 'signal' | 'worker' | 'stages'>;
