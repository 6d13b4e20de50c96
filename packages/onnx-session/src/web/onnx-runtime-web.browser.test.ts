import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

onnxRuntimeConformance('onnxruntime-web on WebAssembly', onnxRuntimeWeb());
