import { PassThrough } from 'node:stream';
import { Terminal } from '@xterm/headless';

/** A terminal that both streams of a command write to, and what people see on it. */
export class Screen {
  readonly #terminal: Terminal;
  readonly stdout = this.#stream();
  readonly stderr = this.#stream();
  #written = Promise.resolve();

  constructor({ columns = 80 }: { readonly columns?: number } = {}) {
    this.#terminal = new Terminal({ cols: columns, rows: 20, convertEol: true, allowProposedApi: true });
    for (const stream of [this.stdout, this.stderr]) stream.columns = columns;
  }

  /** The lines that are not empty, once all that was written is drawn. */
  async lines(): Promise<readonly string[]> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.#written;
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i)!.translateToString(true));
    return lines.filter((line) => line !== '');
  }

  #stream(): NodeJS.WriteStream {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 20 });
    stream.on('data', (piece: Buffer) => {
      this.#written = this.#written.then(
        () => new Promise((resolve) => this.#terminal.write(piece, resolve)),
      );
    });
    return stream as unknown as NodeJS.WriteStream;
  }
}
