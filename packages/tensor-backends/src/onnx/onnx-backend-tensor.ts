import { float32Tensor } from '@slowfast/onnx-session';
import { DisposedError, type Tensor } from '@slowfast/spec';
import type { Shape } from '../shared/shapes.ts';
import { LazyValue, type Operand } from './lazy-value.ts';

/** What a tensor needs of its backend. */
export interface TensorOwner {
  /** Computes the values of these. */
  run(tensors: readonly OnnxBackendTensor[]): Promise<void>;
  liveTensors: number;
}

/** A tensor of `onnxBackend`: a handle on a value that may be yet to compute. */
export class OnnxBackendTensor implements Tensor {
  readonly shape: Shape;
  readonly #owner: TensorOwner;
  #value: LazyValue | undefined;

  constructor(owner: TensorOwner, value: LazyValue, shape = value.shape) {
    this.shape = shape;
    this.#owner = owner;
    this.#value = value;
    owner.liveTensors += 1;
  }

  get value(): LazyValue {
    if (this.#value === undefined) throw new DisposedError({ what: 'The tensor' });
    return this.#value;
  }

  get operand(): Operand {
    return { value: this.value, shape: this.shape };
  }

  isOf(owner: TensorOwner): boolean {
    return this.#owner === owner;
  }

  async read(): Promise<Float32Array> {
    const { value } = this;
    if (value.data === undefined) await this.#owner.run([this]);
    return value.data!.data as Float32Array;
  }

  /** Moves known values out of memory that belongs to somebody else. */
  detach(): void {
    const { data, isBorrowed } = this.value;
    if (!isBorrowed || data === undefined) return;
    const values = (data.data as Float32Array).slice();
    this.#value = LazyValue.known(float32Tensor(values, this.shape));
  }

  [Symbol.dispose](): void {
    if (this.#value === undefined) return;
    this.#value = undefined;
    this.#owner.liveTensors -= 1;
  }
}
