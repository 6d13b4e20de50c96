import type { RandomAccessBytes } from '@slowfast/onnx-format';

/** An opened file of a model; the caller disposes it. */
export interface OpenModelFile extends RandomAccessBytes, AsyncDisposable {}

/**
 * Where the files of one model are: a folder on disk, on a server, files that somebody gave. Paths are relative to the model, with `/`
 * between names, and never lead out of it. It only fetches: it knows nothing of what the files mean.
 */
export interface ModelFileStore {
  /** Names the place for people, e.g. the folder. */
  readonly place: string;
  /** Size in bytes of a file, or undefined when there is none. */
  size(path: string): Promise<number | undefined>;
  /** Opens a file for reading anywhere in it. */
  open(path: string): Promise<OpenModelFile>;
  /** What a runtime loads the file from: its path on disk where it has one, else its bytes, once, for the caller to keep. */
  load(path: string, options?: { readonly signal?: AbortSignal | undefined }): Promise<string | Uint8Array>;
  /** Why there is no such file, where more is known, e.g. `HTTP 404`. */
  missingBecause?(path: string): string | undefined;
}
