import type { OnnxRuntime } from '@slowfast/onnx-session';
import { InvalidSettingError, type TensorBackend } from '@slowfast/spec';
import { referenceBackend } from '@slowfast/tensor-backends/reference';

/** Ways to make a tensor backend, by the names under which options ask for them. */
export type BackendTable = Readonly<
  Record<string, (runtime: OnnxRuntime) => TensorBackend | Promise<TensorBackend>>
>;

/** The backends of the packages: two that need nothing but what runs the models, and TensorFlow.js, which is loaded when it is asked for. */
export const defaultBackends: BackendTable = {
  reference: () => referenceBackend(),
  onnx: async (runtime) => {
    const { onnxBackend } = await import('@slowfast/tensor-backends/onnx');
    return onnxBackend({ runtime });
  },
  tfjs: async () => {
    const { installedTfjsBackend } = await import('@slowfast/tensor-backends/installed-tfjs');
    return installedTfjsBackend();
  },
};

/** @throws InvalidSettingError when the table has no such backend. */
export async function createBackend(
  table: BackendTable,
  name: string,
  runtime: OnnxRuntime,
): Promise<TensorBackend> {
  const create = Object.hasOwn(table, name) ? table[name] : undefined;
  if (create) return create(runtime);
  throw new InvalidSettingError({
    setting: 'backend',
    found: JSON.stringify(name),
    expected: `one of ${Object.keys(table).join(', ')}`,
  });
}
