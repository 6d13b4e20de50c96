import { DisposedError } from '@slowfast/spec';

/** Counts the holders of something shared, and ends it when the last one lets go. */
export class ShareCount {
  readonly #end: () => void;
  #holders = 1;

  /** The maker is the first holder. */
  constructor(end: () => void) {
    this.#end = end;
  }

  /** @throws DisposedError when the last holder has let go. */
  hold(): void {
    if (this.#holders === 0) throw new DisposedError({ what: 'The language model session' });
    this.#holders += 1;
  }

  /** Lets go once: exactly one call per holder. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#end();
  }
}
