import { Writable } from 'node:stream';

/** The terminal as whoever reads lines from it sees it: silent while something else is written there. */
export class PromptScreen extends Writable {
  isMuted = true;
  readonly #stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    super();
    this.#stream = stream;
    stream.on('resize', () => this.emit('resize'));
  }

  /** How wide it is, which tells where a long line is broken. */
  get columns(): number {
    return this.#stream.columns;
  }

  /** Writes, muted or not. */
  show(text: string): void {
    this.#stream.write(text);
  }

  override _write(chunk: Uint8Array, _: BufferEncoding, done: () => void): void {
    if (!this.isMuted) this.#stream.write(chunk);
    done();
  }
}
