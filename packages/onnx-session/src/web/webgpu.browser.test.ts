import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

const adapter = await navigator.gpu?.requestAdapter();

onnxRuntimeConformance('onnxruntime-web on WebGPU', onnxRuntimeWeb({ provider: 'webgpu' }), {
  hasHalfPrecision: adapter?.features.has('shader-f16') ?? false,
});
