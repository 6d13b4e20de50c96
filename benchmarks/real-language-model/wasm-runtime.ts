import { type OnnxRuntime, onnxRuntimeWeb } from '@slowfast/onnx-session';

/**
 * onnxruntime-web on WebAssembly in Node, which finds its files only where it is told where they are, and of which more
 * than one thread would fetch its script, which Node can't do with files.
 */
export function wasmRuntime(): OnnxRuntime {
  const address = (file: string) => import.meta.resolve(`onnxruntime-web/${file}`);
  return onnxRuntimeWeb({
    threads: 1,
    wasmPaths: { wasm: address('ort-wasm-simd-threaded.wasm'), mjs: address('ort-wasm-simd-threaded.mjs') },
  });
}
