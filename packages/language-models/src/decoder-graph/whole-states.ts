import { disposeValues, type OnnxValue } from '@slowfast/onnx-session';
import type { DecoderGraphStates } from './decoder-graph-states.ts';
import { ShareCount } from './share-count.ts';

/**
 * States of a decoder graph that returns them whole after every run. They may lie in the memory of a graphics processor, which no
 * garbage collector frees: the last one to let go disposes them.
 */
export class WholeStates implements DecoderGraphStates {
  readonly values: readonly OnnxValue[];
  readonly #holders: ShareCount;

  /** Takes over the values; the maker is the first holder. */
  constructor(values: readonly OnnxValue[]) {
    this.values = values;
    this.#holders = new ShareCount(() => disposeValues(values));
  }

  hold(): this {
    this.#holders.hold();
    return this;
  }

  release(): void {
    this.#holders.release();
  }

  after(outputs: readonly OnnxValue[]): WholeStates {
    return new WholeStates(outputs);
  }
}
