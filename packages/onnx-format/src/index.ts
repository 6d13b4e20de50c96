export { CheckedGraphBuilder, type CheckedNodeOptions } from './checked-graph-builder.ts';
export type { OnnxElementType, OnnxSignature, OnnxValueSignature } from './onnx-signature.ts';
export { readOnnxInitializers, type StoredOnnxInitializer } from './read-onnx-initializers.ts';
export { readOnnxSignature } from './read-onnx-signature.ts';
export {
  type QuantizedProduct,
  type ReadExternalData,
  readLargestWeight,
  readQuantizedProducts,
} from './read-quantized-products.ts';
export { bytesInMemory, type RandomAccessBytes } from './read-random-access-bytes.ts';
export { readWeightForms, type WeightForm, type WeightForms, weightForms } from './read-weight-forms.ts';
export {
  type AxisSize,
  commonSize,
  productOfSizes,
  quotientOfSizes,
  sumOfSizes,
  unknownSize,
} from './shapes/axis-size.ts';
export { formatShape, type GraphValue } from './shapes/shape-rule.ts';
export { elementTypeCode } from './write-element-types.ts';
export { OnnxGraphBuilder, type OnnxNodeOptions } from './write-graph-builder.ts';
export type {
  OnnxAttribute,
  OnnxExternalData,
  OnnxGraph,
  OnnxInitializer,
  OnnxNode,
  OnnxStoredType,
} from './write-onnx-graph.ts';
export { type OnnxModelOptions, writeOnnxModel } from './write-onnx-model.ts';
