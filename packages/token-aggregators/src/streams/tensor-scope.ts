import type { Tensor } from '@slowfast/spec';

/** Collects the tensors that a piece of work makes on the way, and disposes them at its end. */
export class TensorScope<T extends Tensor> implements Disposable {
  readonly #tensors = new Set<T>();

  /** The scope disposes this tensor at its end. */
  add(tensor: T): T {
    this.#tensors.add(tensor);
    return tensor;
  }

  [Symbol.dispose](): void {
    for (const tensor of this.#tensors) tensor[Symbol.dispose]();
    this.#tensors.clear();
  }
}
