import { bytesInMemory, type RandomAccessBytes, type ReadExternalData } from '@slowfast/onnx-format';
import type { OnnxSessionOptions } from '../onnx-runtime.ts';
import { runtimeFailed } from '../runtime-failed.ts';

/**
 * Passes on the bytes of a model given as a path or as bytes, which can be read until `use` has ended.
 *
 * @throws RuntimeFailedError when there is no such file.
 */
export async function readModel<T>(
  model: string | Uint8Array,
  use: (source: RandomAccessBytes) => Promise<T>,
): Promise<T> {
  if (typeof model !== 'string') return use(bytesInMemory(model));
  const { open } = await import('node:fs/promises');
  await using file = await open(model).catch((cause: unknown) => {
    throw runtimeFailed('onnxruntime-node', `loading ${model}`, cause);
  });
  const { size } = await file.stat();
  return await use({
    place: model,
    size,
    async read(offset, length) {
      const buffer = new Uint8Array(length);
      const { bytesRead } = await file.read(buffer, 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
  });
}

/** Reads files of weights beside a model: those that are given as bytes, else those in the folder of a path. */
export function externalDataReader(
  model: string | Uint8Array,
  given: OnnxSessionOptions['externalData'] = [],
): ReadExternalData {
  return async (path, offset, bytes) => {
    const known = given.find((each) => each.path === path)?.data;
    if (known) return known.subarray(offset, offset + bytes);
    if (typeof model !== 'string') return undefined;
    const { open } = await import('node:fs/promises');
    const { dirname, join } = await import('node:path');
    await using file = await open(join(dirname(model), path)).catch(() => undefined);
    if (!file) return undefined;
    const buffer = new Uint8Array(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, offset);
    return buffer.subarray(0, bytesRead);
  };
}
