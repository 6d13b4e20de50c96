import { DisposedError, type Tensor } from '@slowfast/spec';

/** A value that is computed when it is first wanted; adopted ones are not copied before they have run. */
export class LazyValues {
  #compute: (() => Float32Array) | undefined;
  #values: Float32Array | undefined;

  constructor(compute: () => Float32Array) {
    this.#compute = compute;
  }

  get(): Float32Array {
    this.#values ??= this.#compute!();
    return this.#values;
  }

  /** Afterwards nothing is shared, and nothing is kept of what it was made of. */
  run(): void {
    if (this.#compute === undefined) return;
    this.#values = this.get().slice();
    this.#compute = undefined;
  }
}

/** A tensor of {@link fakeTensorBackend}. */
export class FakeBackendTensor implements Tensor {
  readonly shape: readonly number[];
  readonly #owner: object;
  readonly #onDispose: () => void;
  #lazy: LazyValues | undefined;

  constructor(owner: object, shape: readonly number[], lazy: LazyValues, onDispose: () => void) {
    this.shape = [...shape];
    this.#owner = owner;
    this.#lazy = lazy;
    this.#onDispose = onDispose;
  }

  get lazy(): LazyValues {
    if (this.#lazy === undefined) throw new DisposedError({ what: 'The tensor' });
    return this.#lazy;
  }

  isOf(owner: object): boolean {
    return this.#owner === owner;
  }

  async read(): Promise<Float32Array> {
    return this.lazy.get();
  }

  [Symbol.dispose](): void {
    if (this.#lazy !== undefined) this.#onDispose();
    this.#lazy = undefined;
  }
}
