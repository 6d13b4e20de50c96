/** Keeps numbers that are too many for the memory, for as long as something runs. */
export interface OverflowStorage {
  /** An empty place of one's own, which takes nothing until something is written; the caller disposes it. */
  open(): Overflow;
}

/** Numbers outside of the memory. Calls may overlap. */
export interface Overflow extends AsyncDisposable {
  /**
   * Keeps a copy.
   *
   * @returns what it is read and freed by.
   * @throws OutputFailedError when there is no room for it.
   */
  write(values: Float32Array): Promise<number>;
  /** What was kept under a number that `write` gave; the caller owns it. */
  read(id: number): Promise<Float32Array>;
  /** Gives its room to what is written next. */
  free(id: number): void;
  /** Frees everything, and leaves nothing behind. */
  dispose(): Promise<void>;
}
