import type { OnnxRuntime, OnnxSession } from '@slowfast/onnx-session';

/** A runtime that remembers the memory in which the states lay that it was fed. */
export interface CacheWatch {
  readonly runtime: OnnxRuntime;
  /** The buffers of the states of the last run. */
  readonly last: () => ReadonlySet<ArrayBufferLike>;
  /** Their bytes, all of them, used or not. */
  readonly lastBytes: () => number;
  /** All buffers so far. */
  readonly seen: ReadonlySet<ArrayBufferLike>;
}

/** Watches what another runtime is fed. */
export function watchCache(runtime: OnnxRuntime): CacheWatch {
  const seen = new Set<ArrayBufferLike>();
  let last = new Set<ArrayBufferLike>();
  function watched(session: OnnxSession): OnnxSession {
    return {
      ...session,
      run(feeds, options) {
        const states = Object.entries(feeds).filter(([name]) => name.startsWith('past_key_values.'));
        if (states.length > 0) last = new Set(states.map(([, { data }]) => (data as Float32Array).buffer));
        for (const buffer of last) seen.add(buffer);
        return session.run(feeds, options);
      },
    };
  }
  return {
    runtime: {
      name: runtime.name,
      describe: () => runtime.describe(),
      checkQuantizedProducts: () => runtime.checkQuantizedProducts(),
      open: async (model, options) => watched(await runtime.open(model, options)),
    },
    last: () => last,
    lastBytes: () => [...last].reduce((sum, { byteLength }) => sum + byteLength, 0),
    seen,
  };
}
