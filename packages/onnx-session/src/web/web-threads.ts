/** Threads that a pool may have here, and why not more. */
export interface WebThreads {
  readonly threads: number;
  /** Why there is one thread only; absent otherwise. */
  readonly reason?: string;
}

// More than these gain little in WebAssembly, and each costs a worker.
const mostThreads = 8;

/**
 * Threads that WebAssembly may use here: as many as wanted, cores, and 8, if the page is cross-origin isolated and the
 * script of the runtime a file of its own.
 *
 * @param hasOwnScript whether the script is given by its address, and so surely a file of its own.
 */
export function webThreads(wanted = mostThreads, hasOwnScript = false): WebThreads {
  if (wanted === 1) return { threads: 1 };
  if (globalThis.crossOriginIsolated === false) {
    return {
      threads: 1,
      reason:
        'One thread only, because the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
    };
  }
  if (!hasOwnScript && !isModule()) {
    return {
      threads: 1,
      reason:
        'One thread only, because a bundler made one classic script of the worker and onnxruntime-web: build workers as modules (Vite: worker.format "es")',
    };
  }
  const cores = navigator.hardwareConcurrency || 1;
  const threads = Math.min(wanted, cores, mostThreads);
  return threads > 1 ? { threads } : { threads, reason: 'One thread only, because the machine has one core' };
}

/**
 * Whether this runs as a module, as it is built. The threads of onnxruntime-web are workers that run its script again; if
 * a bundler has put that into one script with the caller, they run the caller instead, and the runtime waits for ever.
 * Formats without modules have an `import.meta` that is empty, but for the address that bundlers fill in.
 */
function isModule(): boolean {
  return typeof import.meta.resolve === 'function';
}
