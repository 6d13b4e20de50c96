/**
 * A dense row-major tensor of float32 values that lives somewhere: in host memory, in a runtime, on a GPU.
 *
 * Whoever receives a tensor from a function named `create…`, `encode`, `finish` or from a backend owns it and disposes
 * it. Disposing twice is allowed; reading after disposal throws {@link DisposedError}.
 */
export interface Tensor extends Disposable {
  /** Sizes per axis, outermost first, e.g. `[frames, rows, columns, size]`. */
  readonly shape: readonly number[];
  /**
   * The values in host memory, row-major. Runs pending lazy operations. The array may be shared with the tensor:
   * treat it as read-only, and copy it to keep it longer than the tensor.
   */
  read(): Promise<Float32Array>;
}

/** A tensor whose values already are in host memory: reading it is free and synchronous. */
export interface HostTensor extends Tensor {
  /** The values, row-major; shared, not copied. */
  readonly values: Float32Array;
}
