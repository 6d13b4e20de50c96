import { createRequire } from 'node:module';
import { isError, RuntimeUnavailableError, type TensorBackend } from '@slowfast/spec';
import { tfjsBackend } from '../tfjs-backend.ts';
import type { TfjsLibraryTensor } from '../tfjs-library.ts';
import { type InstalledTfjs, onFirstThatStarts } from './installed-tfjs.ts';
import { requireWithOldUtil } from './require-with-old-util.ts';
import { inTurn } from './thread-turns.ts';
import { useOnce } from './use-once.ts';

/** Options of {@link installedTfjsBackend}. */
export interface InstalledTfjsOptions {
  /** A file or folder from which packages are looked for, as `require` does it; this package if absent. */
  readonly from?: string | URL | undefined;
}

/** The two that are TensorFlow itself. */
const native = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];
/** The fastest first. */
const packages = [...native, '@tensorflow/tfjs', '@tensorflow/tfjs-core'];

/**
 * Tensor operations on the TensorFlow.js that is installed: `@tensorflow/tfjs-node-gpu`, else `@tensorflow/tfjs-node`, else
 * `@tensorflow/tfjs` or `@tensorflow/tfjs-core`, on `@tensorflow/tfjs-backend-wasm` where that is installed too. The result's `name`
 * says what was taken: `tfjs-tensorflow`, `tfjs-wasm`, `tfjs-cpu`.
 *
 * Cost: loads the library, which takes a second.
 *
 * @throws RuntimeUnavailableError when none is installed, or the first that is can't be loaded.
 */
export async function installedTfjsBackend({
  from = import.meta.url,
}: InstalledTfjsOptions = {}): Promise<TensorBackend> {
  const require = createRequire(from);
  const name = packages.find((each) => isInstalled(require, each));
  if (name === undefined) {
    throw new RuntimeUnavailableError({
      runtime: 'TensorFlow.js',
      reason: `found none of ${packages.join(', ')}`,
      remedy:
        'Install one beside this package: npm install @tensorflow/tfjs-node, or without native code npm install @tensorflow/tfjs @tensorflow/tfjs-backend-wasm',
    });
  }
  if (native.includes(name)) return inTurn('slowfast-tfjs-node', () => nativeBackend(require, name));
  const separate = ['wasm', 'cpu'].map((backend) => ({
    name: backend,
    load: async () => {
      const home = `@tensorflow/tfjs-backend-${backend}`;
      if (isInstalled(require, home)) loaded(require, home);
    },
  }));
  const library = loaded(require, name) as InstalledTfjs<TfjsLibraryTensor>;
  return onFirstThatStarts(library, name, separate);
}

/**
 * The binding keeps the names of attributes in a set that all threads share, unguarded (`ATTR_NAME_SET` of its tfjs_backend.cc):
 * two that add to it at once end the process or hang. So one thread at a time loads it and uses each operation, after which
 * nothing is added any more.
 */
async function nativeBackend(require: NodeJS.Require, name: string): Promise<TensorBackend> {
  const backend = tfjsBackend(loaded(require, name) as InstalledTfjs<TfjsLibraryTensor>);
  await useOnce(backend);
  return backend;
}

function isInstalled(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function loaded(require: NodeJS.Require, name: string): unknown {
  try {
    return requireWithOldUtil(require, name);
  } catch (cause) {
    const reason = isError(cause) ? cause.message : String(cause);
    throw new RuntimeUnavailableError(
      {
        runtime: name,
        reason: `it is installed, but can't be loaded (${reason.split('\n')[0]!.trim().replace(/\.$/, '')})`,
        remedy: `Install it again, or remove it: then the next of ${packages.join(', ')} is taken`,
      },
      { cause },
    );
  }
}
