export { ConverterGraph, type NamedWeight } from './graph/converter-graph.ts';
export { graphInMemory } from './graph/graph-in-memory.ts';
export { floatRows } from './weights/float-rows.ts';
export { type StoredWeight, storedValues } from './weights/stored-weight.ts';
export type { WeightSource, WeightTensor } from './weights/weight-source.ts';
export { type TensorInMemory, weightsInMemory } from './weights/weights-in-memory.ts';
