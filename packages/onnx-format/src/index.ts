export {
  type OnnxElementType,
  type OnnxSignature,
  type OnnxValueSignature,
  readOnnxSignature,
} from './read-onnx-signature.ts';
export { bytesInMemory, type RandomAccessBytes } from './read-random-access-bytes.ts';
export { OnnxGraphBuilder, type OnnxNodeOptions } from './write-graph-builder.ts';
export type {
  OnnxAttribute,
  OnnxGraph,
  OnnxInitializer,
  OnnxNode,
  OnnxStoredType,
} from './write-onnx-graph.ts';
export { type OnnxModelOptions, writeOnnxModel } from './write-onnx-model.ts';
