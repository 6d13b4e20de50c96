import type { ConversionProgress } from '@slowfast/model-converter/node';
import { formatBytes } from './units.ts';

const leastDelayMs = 100;

/** One line on a terminal's stderr that shows how far a conversion is; silent where stderr is no terminal. */
export class ConversionLine {
  readonly #shows = process.stderr.isTTY === true;
  #drawnAt = -Infinity;

  /** Shows a step; pass it as `onProgress`. */
  readonly show = ({ path, written, total }: ConversionProgress): void => {
    const now = performance.now();
    if (!this.#shows || now - this.#drawnAt < leastDelayMs) return;
    const part = `${formatBytes(written)}/${formatBytes(total)} ${Math.floor((written / total) * 100)} %`;
    process.stderr.write(`\r\u001b[K${part}  ${path}`);
    this.#drawnAt = now;
  };

  /** Removes the line, so that other text can be written. */
  clear(): void {
    if (this.#drawnAt > 0) process.stderr.write('\r\u001b[K');
    this.#drawnAt = -Infinity;
  }
}
