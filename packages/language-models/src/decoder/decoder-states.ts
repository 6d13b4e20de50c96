import { disposeValues, type OnnxValue } from '@slowfast/onnx-session';
import { DisposedError } from '@slowfast/spec';

/**
 * Keys and values of some tokens, never changed, so that sessions and their forks may share them. They may lie in the
 * memory of a graphics processor, which no garbage collector frees: whoever uses them holds them, and the last one to
 * let go disposes them.
 */
export class DecoderStates {
  /** One value per state of the decoder, in the order of its binding. */
  readonly values: readonly OnnxValue[];
  #holders = 1;

  /** Takes over the values; the maker is the first holder. */
  constructor(values: readonly OnnxValue[]) {
    this.values = values;
  }

  /** @throws DisposedError when the last holder has let go. */
  hold(): this {
    if (this.#holders === 0) throw new DisposedError({ what: 'The language model session' });
    this.#holders += 1;
    return this;
  }

  /** Lets go once: exactly one call per holder. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) disposeValues(this.values);
  }
}
