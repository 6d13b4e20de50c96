import { DisposedError, isFloat32Array, type Tensor } from '@slowfast/spec';
import type { Shape } from '../shared/shapes.ts';
import type { TfjsLibraryTensor } from './tfjs-library.ts';

/** A tensor of `tfjsBackend`: a TensorFlow.js tensor that it owns. */
export class TfjsBackendTensor<T extends TfjsLibraryTensor> implements Tensor {
  readonly shape: Shape;
  readonly #library: object;
  #tensor: T | undefined;
  #isBorrowed: boolean;

  constructor(library: object, tensor: T, isBorrowed: boolean) {
    this.shape = [...tensor.shape];
    this.#library = library;
    this.#tensor = tensor;
    this.#isBorrowed = isBorrowed;
  }

  get tensor(): T {
    if (this.#tensor === undefined) throw new DisposedError({ what: 'The tensor' });
    return this.#tensor;
  }

  /** Whether it may lie in memory that belongs to somebody else. */
  get isBorrowed(): boolean {
    return this.#isBorrowed;
  }

  isOf(library: object): boolean {
    return this.#library === library;
  }

  /** Goes on with a copy of its own. */
  replace(copy: T): void {
    this.tensor.dispose();
    this.#tensor = copy;
    this.#isBorrowed = false;
  }

  async read(): Promise<Float32Array> {
    const values = await this.tensor.data();
    return isFloat32Array(values) ? values : Float32Array.from(values);
  }

  [Symbol.dispose](): void {
    this.#tensor?.dispose();
    this.#tensor = undefined;
  }
}
