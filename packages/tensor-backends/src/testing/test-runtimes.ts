import * as onnx from '@slowfast/onnx-session';

/** The runtimes that there are where a test runs, by name; WebGPU may be software. */
export const testRuntimes: Readonly<Record<string, () => onnx.OnnxRuntime>> =
  typeof document === 'undefined'
    ? { 'onnxruntime-node': (await import('@slowfast/onnx-session/node')).onnxRuntimeNode }
    : {
        'onnxruntime-web on WebAssembly': () => onnx.onnxRuntimeWeb({ threads: 1 }),
        'onnxruntime-web on WebGPU': () => onnx.onnxRuntimeWeb({ provider: 'webgpu' }),
      };
