import type { TensorInMemory } from '@slowfast/model-converter';
import { type ModelComponent, type ModelFileStore, modelComponents, onnxPath } from '@slowfast/model-files';
import { type RandomAccessBytes, readOnnxInitializers } from '@slowfast/onnx-format';

/** Weights of the embedded model by the names that `onnx_model.py` gives them; those of products are `[in, out]`. */
export type ExportedWeights = Readonly<Record<string, TensorInMemory>>;

/** Reads the weights of an exported model from its graphs, all of them into memory. */
export async function readExportedWeights(store: ModelFileStore): Promise<ExportedWeights> {
  const ofComponent = async (component: ModelComponent) => {
    await using file = await store.open(onnxPath(component, 'fp32'));
    return await readGraphWeights(file);
  };
  return Object.assign({}, ...(await Promise.all(modelComponents.map(ofComponent))));
}

/** The float32 values of one graph. */
export async function readGraphWeights(file: RandomAccessBytes): Promise<ExportedWeights> {
  const weights: Record<string, TensorInMemory> = {};
  for (const { name, type, shape, read } of await readOnnxInitializers(file)) {
    if (type === 'float32')
      weights[name] = { shape, values: new Float32Array((await read()).slice().buffer) };
  }
  return weights;
}
