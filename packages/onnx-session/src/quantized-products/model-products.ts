import {
  type QuantizedProduct,
  type RandomAccessBytes,
  readLargestWeight,
  readQuantizedProducts,
} from '@slowfast/onnx-format';
import { ModelInvalidError } from '@slowfast/spec';

/** The 8-bit products of a model. */
export interface ModelProducts {
  /** Names the model for people. */
  readonly model: string;
  /** Each kind once. */
  readonly kinds: readonly QuantizedProduct[];
  /** The largest magnitude among the signed weights of a kind, read now; undefined where they are not in the model's file. */
  largestWeight(kind: QuantizedProduct): Promise<number | undefined>;
}

/**
 * Reads the 8-bit products of a model. There are none where it is no ONNX file, which the runtime refuses and says why. Cost: the
 * file's structure is walked twice; no weight is read.
 *
 * @param read passes the bytes on while they can be read.
 */
export async function modelProducts(
  model: string,
  read: <T>(use: (source: RandomAccessBytes) => Promise<T>) => Promise<T>,
): Promise<ModelProducts> {
  const kinds = await read(readQuantizedProducts).catch((error: unknown) => {
    if (error instanceof ModelInvalidError) return [];
    throw error;
  });
  return { model, kinds, largestWeight: (kind) => read((source) => readLargestWeight(source, kind)) };
}
