import { RuntimeUnavailableError, type TensorBackend } from '@slowfast/spec';
import { tfjsBackend } from '../tfjs-backend.ts';
import type { TfjsLibrary, TfjsLibraryTensor } from '../tfjs-library.ts';

/** What is asked of a TensorFlow.js that was found installed, besides its operations. */
export interface InstalledTfjs<T extends TfjsLibraryTensor> extends TfjsLibrary<T> {
  setBackend(name: string): Promise<boolean>;
}

/** A backend of TensorFlow.js: its name there, and what brings it where it is a package of its own. */
export interface BackendCandidate {
  readonly name: string;
  /** Resolves where the package is not installed, too. */
  readonly load: () => Promise<unknown>;
}

/**
 * The tensor backend over a library, on the backend of TensorFlow.js that is active, else on the first of these that starts.
 *
 * @throws RuntimeUnavailableError when none does.
 */
export async function onFirstThatStarts<T extends TfjsLibraryTensor>(
  tf: InstalledTfjs<T>,
  library: string,
  candidates: readonly BackendCandidate[],
): Promise<TensorBackend> {
  const active: string | undefined = tf.getBackend();
  if (active) return tfjsBackend(tf);
  for (const { name, load } of candidates) {
    await load();
    // It refuses names that nobody registered.
    if (await tf.setBackend(name).catch(() => false)) return tfjsBackend(tf);
  }
  throw new RuntimeUnavailableError({
    runtime: library,
    reason: `none of its backends ${candidates.map(({ name }) => name).join(', ')} starts`,
    remedy: 'Install one of them beside it, e.g. @tensorflow/tfjs-backend-wasm',
  });
}
