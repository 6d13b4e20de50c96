import type { ByteSource } from './byte-source.ts';

/** Bytes that remember a read which failed. */
export interface CheckedBytes extends ByteSource {
  /** Throws what a read has failed with since the last call: what looks like damage then is none. */
  checkReads(): void;
}

/** The same bytes, for readers that take for damage whatever they can't read. */
export function checkedReads<Source extends ByteSource>(source: Source): Source & CheckedBytes {
  let failure: { readonly error: unknown } | undefined;
  const remember = (error: unknown): never => {
    failure ??= { error };
    throw error;
  };
  const { readOnce } = source;
  return {
    ...source,
    read: (start, end) => source.read(start, end).catch(remember),
    ...(readOnce && { readOnce: (start: number, end: number) => readOnce(start, end).catch(remember) }),
    checkReads() {
      const found = failure;
      failure = undefined;
      if (found) throw found.error;
    },
  };
}
