import type { OpenModelFolderOptions } from './open-model-folder-options.ts';
import type { OnBytes } from './stored-file.ts';

/** What the files of a model share while it is opened, and after. */
export interface Opening {
  /** The signal that cancels the opening, until that is done. */
  signal(): AbortSignal | undefined;
  onBytes(path: string): OnBytes;
  /** Runs the opening, which ends with the reason of the signal when that is aborted. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** The options of one opening: its signal must not stop what is read later. */
export function openingOf({ signal, onProgress }: OpenModelFolderOptions): Opening {
  let current = signal;
  return {
    signal: () => current,
    onBytes: (path) => (loaded, total) => onProgress?.({ path, loaded, total }),
    async run(work) {
      signal?.throwIfAborted();
      try {
        const result = await work();
        signal?.throwIfAborted();
        return result;
      } finally {
        current = undefined;
      }
    },
  };
}
