import { onnxRuntimeNode } from '../node/onnx-runtime-node.ts';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { onnxRuntimeWeb } from '../web/onnx-runtime-web.ts';

/** The runtime of the place that a test runs in: onnxruntime-node, or onnxruntime-web on WebAssembly. */
export function testRuntime(): OnnxRuntime {
  return 'document' in globalThis ? onnxRuntimeWeb() : onnxRuntimeNode();
}
