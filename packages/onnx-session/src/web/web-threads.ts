/** Threads that a pool may have here, and why not more. */
export interface WebThreads {
  readonly threads: number;
  /** Why there is one thread only; absent otherwise. */
  readonly reason?: string;
}

// More than these gain little in WebAssembly, and each costs a worker.
const mostThreads = 8;

/** Threads that WebAssembly may use here: as many as wanted, cores, and 8, if the page is cross-origin isolated. */
export function webThreads(wanted = mostThreads): WebThreads {
  if (wanted === 1) return { threads: 1 };
  if (globalThis.crossOriginIsolated === false) {
    return {
      threads: 1,
      reason:
        'One thread only, because the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
    };
  }
  const cores = navigator.hardwareConcurrency || 1;
  const threads = Math.min(wanted, cores, mostThreads);
  return threads > 1 ? { threads } : { threads, reason: 'One thread only, because the machine has one core' };
}
