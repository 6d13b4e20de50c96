import type { RandomAccessBytes } from '@slowfast/onnx-format';

/** An opened file of a model; the caller disposes it. */
export interface OpenModelFile extends RandomAccessBytes, AsyncDisposable {}

/**
 * Where the files of one model are: a folder on disk, later a download. Paths are relative to the model, with `/`
 * between names, and never lead out of it. It only fetches: it knows nothing of what the files mean.
 */
export interface ModelFileStore {
  /** Names the place for people, e.g. the folder. */
  readonly place: string;
  /** Size in bytes of a file, or undefined when there is none. */
  size(path: string): Promise<number | undefined>;
  /** Opens a file for reading anywhere in it. */
  open(path: string): Promise<OpenModelFile>;
  /** What a runtime loads the file from: a path where there is one, else its bytes. */
  source(path: string): Promise<string | URL | Uint8Array>;
}
