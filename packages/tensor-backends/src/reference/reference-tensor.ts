import { DisposedError, type HostTensor } from '@slowfast/spec';

/** Values that tensors share. `isBorrowed`: the array belongs to somebody else, who may change it later. */
export interface Storage {
  readonly values: Float32Array;
  readonly isBorrowed: boolean;
}

/** Counts the tensors of one backend that are alive. */
export interface LiveCount {
  tensors: number;
}

/** A window on a storage. */
export class ReferenceTensor implements HostTensor {
  readonly shape: readonly number[];
  readonly #live: LiveCount;
  #values: Float32Array | undefined;
  #storage: Storage | undefined;

  constructor(live: LiveCount, storage: Storage, shape: readonly number[], values = storage.values) {
    this.shape = shape;
    this.#live = live;
    this.#storage = storage;
    this.#values = values;
    live.tensors += 1;
  }

  get values(): Float32Array {
    if (this.#values === undefined) throw new DisposedError({ what: 'The tensor' });
    return this.#values;
  }

  get storage(): Storage {
    if (this.#storage === undefined) throw new DisposedError({ what: 'The tensor' });
    return this.#storage;
  }

  async read(): Promise<Float32Array> {
    return this.values;
  }

  /** Moves the values to an array of their own where they are borrowed or would keep a larger one alive. */
  detach(): void {
    const { values, isBorrowed } = this.storage;
    if (!isBorrowed && values.length === this.values.length) return;
    this.#values = this.values.slice();
    this.#storage = { values: this.#values, isBorrowed: false };
  }

  [Symbol.dispose](): void {
    if (this.#values === undefined) return;
    this.#values = undefined;
    this.#storage = undefined;
    this.#live.tensors -= 1;
  }
}
