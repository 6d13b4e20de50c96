import type { HubProgress } from '@slowfast/model-files/hub';
import { note } from './note.ts';
import { formatBytes } from './units.ts';

const windowMs = 4000;

/**
 * Shows a download on stderr: what is fetched and what goes wrong as notes, and on a terminal one line with the file, bytes
 * and rate.
 */
export class DownloadLine {
  readonly #shows = process.stderr.isTTY === true;
  /** When how many bytes were there, of late. */
  #moments: { readonly time: number; readonly bytes: number }[] = [];
  #drawn = false;

  /** Shows a step; pass it as `onProgress`. */
  readonly show = (step: HubProgress): void => {
    switch (step.type) {
      case 'files-chosen': {
        const { model, files, bytes, bytesThere } = step;
        if (bytesThere === bytes) return;
        const there = bytesThere > 0 ? `, of which ${formatBytes(bytesThere)} are there already` : '';
        this.#note(`fetching ${model}: ${files.length} files, ${formatBytes(bytes)}${there}.`);
        break;
      }
      case 'lock-wait':
        this.#note(`another process fetches ${step.model}: waiting for it.`);
        break;
      case 'hub-unreachable':
        this.#note(`the hub can't be reached (${step.found}): what was fetched before is used.`);
        break;
      case 'retry': {
        const what = step.path === undefined ? '' : ` for ${step.path}`;
        this.#note(`${step.found}${what}; asking again in ${step.delaySeconds.toFixed(1)} s.`);
        break;
      }
      case 'bytes-arrived':
        this.#draw(step);
        break;
      case 'file-begin':
        if (step.bytesThere > 0) this.#note(`${step.path} goes on from ${formatBytes(step.bytesThere)}.`);
        break;
      case 'file-end':
        break;
      default:
        step satisfies never;
    }
  };

  /** Removes the line, so that other text can be written. */
  clear(): void {
    if (this.#drawn) process.stderr.write('\r\u001b[K');
    this.#drawn = false;
  }

  #draw({ path, allLoaded, allBytes }: Extract<HubProgress, { readonly type: 'bytes-arrived' }>): void {
    if (!this.#shows) return;
    const time = performance.now();
    this.#moments = [
      ...this.#moments.filter((moment) => time - moment.time < windowMs),
      { time, bytes: allLoaded },
    ];
    const first = this.#moments[0]!;
    const rate = time > first.time ? ((allLoaded - first.bytes) / (time - first.time)) * 1000 : 0;
    const part = `${formatBytes(allLoaded)}/${formatBytes(allBytes)} ${Math.floor((allLoaded / allBytes) * 100)} %`;
    process.stderr.write(`\r\u001b[K${part}  ${formatBytes(Math.max(0, rate))}/s  ${path}`);
    this.#drawn = true;
  }

  #note(text: string): void {
    this.clear();
    note(text);
  }
}
