/** Reads a stream of chunks in pieces of any length. */
export class ByteQueue {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes as an array of their own; `undefined` where the stream ends before them. */
  async take(length: number): Promise<Uint8Array | undefined> {
    const result = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      if (this.#rest.length === 0) {
        const { value, done: isOver } = await this.#chunks.next();
        if (isOver) return undefined;
        this.#rest = value;
        continue;
      }
      const part = this.#rest.subarray(0, length - done);
      result.set(part, done);
      done += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return result;
  }
}
