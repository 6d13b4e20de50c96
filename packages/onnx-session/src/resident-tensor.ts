import { DisposedError, InvalidSettingError } from '@slowfast/spec';
import type { OnnxTensor, OnnxValue, ResidentTensor, TensorSignature } from './onnx-tensor.ts';

/** A resident tensor over host memory: disposing it drops the reference. */
export class HostResidentTensor implements ResidentTensor {
  readonly type: OnnxTensor['type'];
  readonly shape: readonly number[];
  #tensor: OnnxTensor | undefined;

  constructor(tensor: OnnxTensor) {
    this.type = tensor.type;
    this.shape = tensor.shape;
    this.#tensor = tensor;
  }

  /** @throws DisposedError after disposal. */
  get tensor(): OnnxTensor {
    if (this.#tensor === undefined) throw new DisposedError({ what: 'The resident tensor' });
    return this.#tensor;
  }

  async read(): Promise<OnnxTensor> {
    return this.tensor;
  }

  [Symbol.dispose](): void {
    this.#tensor = undefined;
  }
}

/** Whether a value may be outside of host memory: then its values are read, not there. */
export function isResident(value: OnnxValue): value is ResidentTensor {
  return value.data === undefined;
}

/** Disposes those of the values that need it. */
export function disposeValues(values: Iterable<OnnxValue>): void {
  for (const value of values) if (isResident(value)) value[Symbol.dispose]();
}

/** @throws InvalidSettingError when the model has no such output. */
export function checkResidentOutputs(
  residentOutputs: readonly string[],
  outputs: readonly TensorSignature[],
): void {
  const names = outputs.map((output) => output.name);
  const unknown = residentOutputs.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new InvalidSettingError({
    setting: 'residentOutputs',
    found: JSON.stringify(unknown),
    expected: `outputs of the model: ${names.join(', ')}`,
  });
}
