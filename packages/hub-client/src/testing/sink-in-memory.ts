import type { DownloadSink } from '../index.ts';

/** A sink for tests; what is there can be put there beforehand. */
export class SinkInMemory implements DownloadSink {
  bytes: number[];
  resets = 0;
  finished = 0;

  constructor(bytes: Uint8Array = new Uint8Array()) {
    this.bytes = [...bytes];
  }

  async bytesThere(): Promise<number> {
    return this.bytes.length;
  }

  async *read(): AsyncIterable<Uint8Array> {
    yield new Uint8Array(this.bytes);
  }

  async append(piece: Uint8Array): Promise<void> {
    for (const byte of piece) this.bytes.push(byte);
  }

  async reset(): Promise<void> {
    this.resets += 1;
    this.bytes = [];
  }

  async finish(): Promise<void> {
    this.finished += 1;
  }
}
