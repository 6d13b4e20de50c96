export type * from './architecture/architecture.ts';
export { type CheckpointWeights, findCheckpointWeights } from './architecture/checkpoint-weights.ts';
export { readArchitecture } from './architecture/read-architecture.ts';
export { linear, type WeightForm } from './blocks/linear.ts';
export {
  type CheckpointGraph,
  type ConversionDtype,
  checkpointGraphs,
  conversionDtypes,
} from './checkpoint-graphs.ts';
export type { DecoderGraphForm, DecoderGraphForms } from './decoder-graph/decoder-graph-forms.ts';
export { writeDecoderGraph } from './decoder-graph/write-decoder-graph.ts';
export { ConverterGraph, type NamedWeight } from './graph/converter-graph.ts';
export { graphInMemory } from './graph/graph-in-memory.ts';
export { type GraphFiles, layOutGraph } from './graph/lay-out-graph.ts';
export { openSafetensors, type SafetensorsWeights } from './safetensors/open-safetensors.ts';
export { activate } from './vision/activation.ts';
export { layerNorm } from './vision/layer-norm.ts';
export type { VisionActivation, VisionNames, VisionShape, VisionTowerShape } from './vision/vision-shape.ts';
export type { VisionPart, VisionTowerEnds } from './vision/vision-tower.ts';
export { writeVision } from './vision/write-vision.ts';
export { floatRows } from './weights/float-rows.ts';
export { halfRows } from './weights/half-rows.ts';
export { renamedWeights } from './weights/renamed-weights.ts';
export { type StoredWeight, storedValues } from './weights/stored-weight.ts';
export type { WeightSource, WeightTensor } from './weights/weight-source.ts';
export { type TensorInMemory, weightsInMemory } from './weights/weights-in-memory.ts';
