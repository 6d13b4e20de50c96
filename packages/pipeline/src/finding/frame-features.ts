import type { Overflow, OverflowStorage } from '@slowfast/spec';

/** Features of frames by their positions: in memory up to a bound, what is more outside of it. */
export class FrameFeatures implements AsyncDisposable {
  readonly #inMemory = new Map<number, Float32Array>();
  readonly #outside = new Map<number, number>();
  readonly #maxBytes: number;
  readonly #storage: OverflowStorage | undefined;
  #overflow: Overflow | undefined;
  #bytes = 0;

  /** @param storage where there is none, all stay in memory. */
  constructor(maxBytes: number, storage: OverflowStorage | undefined) {
    this.#maxBytes = maxBytes;
    this.#storage = storage;
  }

  /** Keeps the features of a frame, which are its own from now on. */
  async add(position: number, features: Float32Array): Promise<void> {
    if (this.#storage && this.#bytes + features.byteLength > this.#maxBytes) {
      this.#overflow ??= this.#storage.open();
      this.#outside.set(position, await this.#overflow.write(features));
      return;
    }
    this.#bytes += features.byteLength;
    this.#inMemory.set(position, features);
  }

  /** The features of a frame that was added and not dropped; not to be changed. */
  async get(position: number): Promise<Float32Array> {
    const kept = this.#inMemory.get(position);
    if (kept) return kept;
    const id = this.#outside.get(position);
    if (id === undefined || !this.#overflow) throw new RangeError(`No features of frame ${position}.`);
    return this.#overflow.read(id);
  }

  /** Forgets a frame. */
  drop(position: number): void {
    this.#bytes -= this.#inMemory.get(position)?.byteLength ?? 0;
    this.#inMemory.delete(position);
    const id = this.#outside.get(position);
    if (id !== undefined) this.#overflow?.free(id);
    this.#outside.delete(position);
  }

  /** Forgets all. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#inMemory.clear();
    this.#outside.clear();
    await this.#overflow?.dispose();
  }
}
