/** One tensor of a checkpoint, whatever it is stored as: read in rows, so that no more is in memory than is worked on. */
export interface WeightTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /**
   * Rows `[start, start + count)` of the first axis as float32, row-major; a tensor without axes is one row. Reads just
   * their bytes. The caller owns the result.
   *
   * @throws InvalidTensorError for rows that are not there, ModelInvalidError when the file is shorter than it was.
   */
  rows(start: number, count: number): Promise<Float32Array>;
}

/** The weights of a checkpoint by their names. */
export interface WeightSource {
  /** Names the weights for people, e.g. the folder. */
  readonly place: string;
  readonly names: readonly string[];
  has(name: string): boolean;
  /** @throws ModelInvalidError when there is no tensor of that name. */
  tensor(name: string): WeightTensor;
}
