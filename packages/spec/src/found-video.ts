import type { FrameSource } from './frame-source.ts';

/** A video whose bytes have been found and nothing else: not its index, not a picture. It is told from others before it costs more. */
export interface FoundVideo extends AsyncDisposable {
  /**
   * Text that tells the content from every other, wherever it lies; undefined where it can't be told. Reads a small part of the bytes, or
   * all where that was asked for.
   */
  contentKey?(options?: { readonly signal?: AbortSignal | undefined }): Promise<string | undefined>;
  /** Reads the index. May be called once: the source then owns what was found, and disposing it frees both. */
  open(options?: { readonly signal?: AbortSignal | undefined }): Promise<FrameSource>;
  /** Frees what was found. Calling it twice is allowed. */
  dispose(): Promise<void>;
}
