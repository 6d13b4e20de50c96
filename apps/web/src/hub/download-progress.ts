import type { HubProgress } from '@slowfast/hub-client';

/** How far a download is. */
export interface DownloadProgress {
  /** The model that comes, for people. */
  readonly name: string;
  /** What happens. */
  readonly state: 'asking' | 'waiting' | 'loading' | 'retrying';
  /** The file that comes. */
  readonly path?: string;
  /** Why it is tried again. */
  readonly found?: string;
  /** Bytes of all files, those that were there included; undefined while that is not known. */
  readonly loaded?: number;
  readonly total?: number;
  /** Undefined in the first moments. */
  readonly bytesPerSecond?: number;
}

const spanMs = 4000;
const stepMs = 200;

/** Turns what is told of a download into how far it is; the rate is that of the last seconds. */
export function downloadProgress(
  name: string,
  now: () => number = () => performance.now(),
): (event: HubProgress) => DownloadProgress {
  let current: DownloadProgress = { name, state: 'asking' };
  let measured: { readonly at: number; readonly loaded: number }[] = [];

  function rate(loaded: number): number | undefined {
    const at = now();
    const last = measured.at(-1);
    if (!last || at - last.at >= stepMs) {
      const recent = measured.filter((each) => at - each.at <= spanMs);
      // After a pause the last measure is old, and all there is.
      const base = recent.length > 0 || !last ? recent : [last];
      measured = [...base, { at, loaded }];
    }
    const [first] = measured;
    return first && at - first.at > 500 ? ((loaded - first.loaded) * 1000) / (at - first.at) : undefined;
  }

  function next(event: HubProgress): DownloadProgress {
    const { found: _, ...rest } = current;
    switch (event.type) {
      case 'lock-wait':
        return { ...rest, state: 'waiting' };
      case 'files-chosen':
        return { ...rest, state: 'loading', loaded: event.bytesThere, total: event.bytes };
      case 'file-begin':
        return { ...rest, state: 'loading', path: event.path };
      case 'bytes-arrived': {
        const bytesPerSecond = rate(event.allLoaded);
        return {
          ...rest,
          state: 'loading',
          path: event.path,
          loaded: event.allLoaded,
          total: event.allBytes,
          ...(bytesPerSecond !== undefined && { bytesPerSecond }),
        };
      }
      case 'retry':
        return { ...rest, state: 'retrying', found: event.found };
      case 'file-end':
      case 'hub-unreachable':
        return rest;
      default:
        return event satisfies never;
    }
  }

  return (event) => {
    current = next(event);
    return current;
  };
}
