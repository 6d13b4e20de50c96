import { RuntimeUnavailableError, type TensorBackend } from '@slowfast/spec';
import { type BackendCandidate, onFirstThatStarts } from './installed-tfjs.ts';

// Each import is literal and inside of a try block: so bundlers take in what is installed, as scripts of their own, and leave the rest
// alone. Where nothing is bundled, an import map says what is there.

const candidates: readonly BackendCandidate[] = [
  {
    name: 'webgl',
    load: async () => {
      try {
        return await import('@tensorflow/tfjs-backend-webgl');
      } catch {
        return undefined;
      }
    },
  },
  {
    name: 'wasm',
    load: async () => {
      try {
        return await import('@tensorflow/tfjs-backend-wasm');
      } catch {
        return undefined;
      }
    },
  },
  {
    name: 'cpu',
    load: async () => {
      try {
        return await import('@tensorflow/tfjs-backend-cpu');
      } catch {
        return undefined;
      }
    },
  },
];

/**
 * Tensor operations on the TensorFlow.js that is installed: `@tensorflow/tfjs`, else `@tensorflow/tfjs-core`, on the backend that is
 * active there, else on the first of WebGL, WebAssembly (which is told its files by `setWasmPaths`) and plain JavaScript that is
 * installed and starts. The result's `name` says what was taken: `tfjs-webgl`, `tfjs-wasm`, `tfjs-cpu`.
 *
 * @throws RuntimeUnavailableError when none is installed, or none of its backends starts.
 */
export async function installedTfjsBackend(): Promise<TensorBackend> {
  const failures: unknown[] = [];
  const whole = await loadTfjs(failures);
  if (whole) return onFirstThatStarts(whole, '@tensorflow/tfjs', candidates);
  const core = await loadCore(failures);
  if (core) return onFirstThatStarts(core, '@tensorflow/tfjs-core', candidates);
  throw new RuntimeUnavailableError(
    {
      runtime: 'TensorFlow.js',
      reason: 'neither @tensorflow/tfjs nor @tensorflow/tfjs-core could be loaded',
      remedy:
        'Install it beside this package (npm install @tensorflow/tfjs) and build the page again; without a bundler name it in an import map',
    },
    { cause: failures[0] },
  );
}

async function loadTfjs(failures: unknown[]) {
  try {
    return await import('@tensorflow/tfjs');
  } catch (cause) {
    failures.push(cause);
    return undefined;
  }
}

async function loadCore(failures: unknown[]) {
  try {
    return await import('@tensorflow/tfjs-core');
  } catch (cause) {
    failures.push(cause);
    return undefined;
  }
}
