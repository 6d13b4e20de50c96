import * as onnx from '@slowfast/onnx-session';

/** A runtime to test on. */
export interface TestRuntime {
  readonly name: string;
  readonly runtime: onnx.OnnxRuntime;
  /** Whether it takes half precision here. */
  readonly hasHalfPrecision: boolean;
}

/** onnxruntime-node in Node; in browsers WebAssembly, and WebGPU where there is an adapter, be it software. */
export const testRuntimes: readonly TestRuntime[] =
  typeof document === 'undefined'
    ? [{ name: 'onnxruntime-node', runtime: onnx.onnxRuntimeNode(), hasHalfPrecision: true }]
    : await browserRuntimes();

async function browserRuntimes(): Promise<TestRuntime[]> {
  const wasm = { name: 'WebAssembly', runtime: onnx.onnxRuntimeWeb(), hasHalfPrecision: true };
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter) return [wasm];
  const hasHalfPrecision = adapter.features.has('shader-f16');
  return [wasm, { name: 'WebGPU', runtime: onnx.onnxRuntimeWeb({ provider: 'webgpu' }), hasHalfPrecision }];
}
