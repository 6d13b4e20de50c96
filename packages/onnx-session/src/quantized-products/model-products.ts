import {
  type QuantizedProduct,
  type RandomAccessBytes,
  type ReadExternalData,
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
  /** The largest magnitude among the signed weights of a kind, read now; undefined where they can't be found. */
  largestWeight(kind: QuantizedProduct): Promise<number | undefined>;
}

/**
 * Reads the 8-bit products of a model. There are none where it is no ONNX file, which the runtime refuses and says why. Cost: the
 * file's structure is walked twice; no weight is read.
 *
 * @param read passes the bytes on while they can be read.
 * @param readExternalData reads files of weights beside the model.
 */
export async function modelProducts(
  model: string,
  read: <T>(use: (source: RandomAccessBytes) => Promise<T>) => Promise<T>,
  readExternalData: ReadExternalData,
): Promise<ModelProducts> {
  const kinds = await read(readQuantizedProducts).catch((error: unknown) => {
    if (error instanceof ModelInvalidError) return [];
    throw error;
  });
  return {
    model,
    kinds,
    largestWeight: (kind) => read((source) => readLargestWeight(source, kind, readExternalData)),
  };
}
