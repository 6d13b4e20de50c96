import { ModelInvalidError } from '@slowfast/spec';

/** One file of a model, wherever it is kept. */
export interface StoredFile {
  /** Names the file for people. */
  readonly place: string;
  /** Bytes of the file, or undefined when there is none. */
  size(): Promise<number | undefined>;
  /** `length` bytes from `offset`, fewer only at the end. The caller owns them. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The whole file, once in memory; the caller owns it. */
  bytes(signal?: AbortSignal): Promise<Uint8Array>;
  /** Why the last call of `size` found nothing, where that says more than that nothing is there. */
  missingBecause?(): string | undefined;
}

/** Called with the number of bytes that are there, of how many. */
export type OnBytes = (loaded: number, total: number) => void;

/**
 * Puts a stream of bytes into one array of the size that was announced, so that they are in memory once.
 *
 * @throws ModelInvalidError when there are fewer or more of them, or there is no room; the reason of the signal.
 */
export async function collectBytes(
  place: string,
  size: number,
  stream: ReadableStream<Uint8Array>,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bytes = room(place, size);
  let loaded = 0;
  const expected = `${size} bytes, as announced`;
  const reader = stream.getReader();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      if (loaded + value.length > size) throw invalid(place, 'more bytes', expected);
      bytes.set(value, loaded);
      loaded += value.length;
      onBytes(loaded, size);
    }
  } finally {
    // After an error or too many bytes, the rest is not wanted.
    await reader.cancel().catch(() => {});
  }
  if (loaded < size) throw invalid(place, `${loaded} bytes`, expected);
  return bytes;
}

function room(place: string, size: number): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw invalid(place, `${size} bytes`, 'weights that fit in memory', cause);
  }
}

/** A file that is not what it should be. */
export function invalid(place: string, found: string, expected: string, cause?: unknown): ModelInvalidError {
  return new ModelInvalidError({ place, found, expected }, { cause });
}
