import type { OnnxValue, TensorSignature } from './onnx-tensor.ts';

/** Options of one run. */
export interface OnnxRunOptions {
  /** Names of the outputs to compute; all of them if absent. */
  readonly outputs?: readonly string[] | undefined;
}

/** A loaded ONNX model. It only runs: it knows neither what its inputs mean nor where its file came from. */
export interface OnnxSession extends AsyncDisposable {
  /** Inputs as the model declares them, in its order. */
  readonly inputs: readonly TensorSignature[];
  /** Outputs as the model declares them, in its order. */
  readonly outputs: readonly TensorSignature[];
  /** Why it computes with less than its device could, a sentence each; absent where it has everything. */
  readonly limits?: readonly string[] | undefined;
  /**
   * Runs the model once. The caller owns the results: plain data in host memory, or a tensor to dispose for each of the
   * session's `residentOutputs`. The feeds are only read. Calls may overlap: the runtime runs them one after the other. A run can't be stopped.
   *
   * @throws RuntimeFailedError when the runtime refuses the feeds or fails.
   * @throws DisposedError after `dispose`.
   */
  run(
    feeds: Readonly<Record<string, OnnxValue>>,
    options?: OnnxRunOptions,
  ): Promise<Record<string, OnnxValue>>;
  /** Frees the weights, after the runs under way. Disposing twice is allowed. */
  dispose(): Promise<void>;
}
