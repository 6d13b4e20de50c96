import type { HubProgress } from '@slowfast/hub-client';
import type { CommandOutput } from './command-output.ts';
import { formatBytes, formatDuration } from './units.ts';

const windowMs = 4000;

/** Tells of a download: what is fetched and what goes wrong as notes; file, bytes, rate and time left as progress. */
export class DownloadLine {
  readonly #output: CommandOutput;
  /** When how many bytes were there, of late. */
  #moments: { readonly time: number; readonly bytes: number }[] = [];
  #now: Extract<HubProgress, { readonly type: 'bytes-arrived' }> | undefined;
  readonly #before: string;

  /** @param before what is done until something arrives. */
  constructor(output: CommandOutput, before: string) {
    this.#output = output;
    this.#before = before;
  }

  /** Takes a step; pass it as `onProgress`. */
  readonly show = (step: HubProgress): void => {
    switch (step.type) {
      case 'files-chosen': {
        const { model, files, bytes, bytesThere } = step;
        if (bytesThere === bytes) return;
        const there = bytesThere > 0 ? `, of which ${formatBytes(bytesThere)} are there already` : '';
        this.#output.note(`fetching ${model}: ${files.length} files, ${formatBytes(bytes)}${there}.`);
        break;
      }
      case 'lock-wait':
        this.#output.note(`another process fetches ${step.model}: waiting for it.`);
        break;
      case 'hub-unreachable':
        this.#output.note(`the hub can't be reached (${step.found}): what was fetched before is used.`);
        break;
      case 'retry': {
        const what = step.path === undefined ? '' : ` for ${step.path}`;
        this.#output.note(`${step.found}${what}; asking again in ${step.delaySeconds.toFixed(1)} s.`);
        break;
      }
      case 'bytes-arrived': {
        const time = performance.now();
        const recent = this.#moments.filter((moment) => time - moment.time < windowMs);
        this.#moments = [...recent, { time, bytes: step.allLoaded }];
        this.#now = step.allLoaded < step.allBytes ? step : undefined;
        this.#output.update();
        break;
      }
      case 'file-begin':
        if (step.bytesThere > 0) {
          this.#output.note(`${step.path} goes on from ${formatBytes(step.bytesThere)}.`);
        }
        break;
      case 'file-end':
        break;
      default:
        step satisfies never;
    }
  };

  /** The present activity, for {@link CommandOutput.during}. */
  readonly describe = (): string => {
    if (!this.#now) return this.#before;
    const { path, allLoaded, allBytes } = this.#now;
    const [first, last] = [this.#moments[0]!, this.#moments.at(-1)!];
    const seconds = (last.time - first.time) / 1000;
    const rate = seconds > 0 ? Math.max(0, (last.bytes - first.bytes) / seconds) : 0;
    const left = rate > 0 ? `, about ${formatDuration((allBytes - allLoaded) / rate)} left` : '';
    const share = Math.floor((allLoaded / allBytes) * 100);
    return `fetching: ${formatBytes(allLoaded)} of ${formatBytes(allBytes)} (${share} %), ${formatBytes(rate)}/s${left}  ${path}`;
  };
}
