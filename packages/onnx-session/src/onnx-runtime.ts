import type { QuantizedProductCheck } from '@slowfast/spec';
import type { OnnxSession } from './onnx-session.ts';

/**
 * Where a model is: a path or a `file:` URL in Node (faster, and half the memory), an address in browsers, or the bytes of
 * the file.
 */
export type OnnxModelSource = string | URL | Uint8Array;

/** How a session is made. */
export interface OnnxSessionOptions {
  /**
   * Threads of one run: at most the cores that this process may use, which is also the default where it is known.
   * onnxruntime-web has one pool for all sessions, whose size is chosen with the runtime: it only checks this.
   */
  readonly threads?: number | undefined;
  /** Execution providers in order of preference, by the runtime's names; its CPU if absent. */
  readonly providers?: readonly string[] | undefined;
  /** Files of external data, for a model given as bytes or by address; a model given by path finds its own beside it. */
  readonly externalData?: readonly { readonly path: string; readonly data: Uint8Array }[] | undefined;
  /**
   * Session configuration entries of ONNX Runtime, e.g. `{ 'session.disable_prepacking': '1' }`
   * (https://github.com/microsoft/onnxruntime/blob/main/include/onnxruntime/core/session/onnxruntime_session_options_config_keys.h).
   */
  readonly config?: Readonly<Record<string, string>> | undefined;
  /**
   * Outputs that are to stay where they are computed: `run` gives them as a `ResidentTensor`. On a processor that is host
   * memory anyway, and costs nothing.
   */
  readonly residentOutputs?: readonly string[] | undefined;
  /** Checked before loading and after it. The call then rejects with its reason, and nothing stays loaded. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Reads the model's files once more, for a runtime that has to open them on another device later; without it, such a runtime keeps
   * the bytes of a model that was given as bytes.
   */
  readonly reload?: (() => Promise<ReloadedModel>) | undefined;
}

/** A model that was read once more. */
export interface ReloadedModel {
  readonly model: OnnxModelSource;
  readonly externalData: NonNullable<OnnxSessionOptions['externalData']>;
}

/** {@link OnnxSessionOptions} and the runtime to use. */
export interface CreateOnnxSessionOptions extends OnnxSessionOptions {
  /** If absent, onnxruntime-node in Node, and onnxruntime-web on WebAssembly in browsers. */
  readonly runtime?: OnnxRuntime | undefined;
}

/** A runtime as people want to see it, e.g. in a report on an installation. Plain data. */
export interface OnnxRuntimeDescription {
  readonly name: string;
  readonly available: boolean;
  readonly version?: string;
  /** Execution providers that are part of the installation. */
  readonly providers: readonly string[];
  /** Threads that a session takes by default; absent when the runtime decides. */
  readonly threads?: number;
  /**
   * Instructions of the processor that the speed and the sums of 8-bit products depend on, e.g. `avx2`; absent where the system
   * doesn't tell them.
   */
  readonly instructions?: readonly string[];
  /** Why it works with less than it could have, and what to do, a sentence each; absent where it has everything. */
  readonly limits?: readonly string[];
  /** Why it does not work here; absent when it does. */
  readonly reason?: string;
  /** What to do about it; absent when it works. */
  readonly remedy?: string;
}

/** A runtime that fits the machine, and why it is not a faster one. */
export interface ChosenOnnxRuntime {
  readonly runtime: OnnxRuntime;
  /** Its execution provider: `cpu`, `wasm`, `webgpu`, `cuda`, … */
  readonly provider: string;
  /** Threads of one run or of its pool; absent where the runtime decides, or where none are used. */
  readonly threads?: number | undefined;
  /** Why it is less than was asked for, or than there could be; absent when nothing is missing. */
  readonly reason?: string | undefined;
}

/** Something that runs ONNX models. A new runtime is one more implementation of this; nothing else knows which it has. */
export interface OnnxRuntime {
  /** The name under which people install it, e.g. `onnxruntime-node`. */
  readonly name: string;
  /** Whether it works here, without loading a model. Never throws. */
  describe(): Promise<OnnxRuntimeDescription>;
  /**
   * What 8-bit products come out as here: tiny ones with known results are computed, the first time that it is asked.
   * Loads the runtime.
   *
   * @throws RuntimeUnavailableError when the runtime is not installed or does not start.
   */
  checkQuantizedProducts(): Promise<readonly QuantizedProductCheck[]>;
  /**
   * Loads a model. One with 8-bit products is opened in a mode in which products of these kinds were found to be right on this
   * processor: the first of a kind is checked by a tiny one with a known result, which takes some milliseconds.
   *
   * @throws RuntimeUnavailableError when the runtime is not installed or does not start.
   * @throws RuntimeFailedError when it refuses the model.
   * @throws QuantizedProductWrongError when no mode multiplies the model's 8-bit weights rightly.
   */
  open(model: OnnxModelSource, options?: OnnxSessionOptions): Promise<OnnxSession>;
}
