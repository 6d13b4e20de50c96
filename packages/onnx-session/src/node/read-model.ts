import { bytesInMemory, type RandomAccessBytes } from '@slowfast/onnx-format';
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
