import type { TensorInMemory } from '@slowfast/model-converter';
import { type ModelComponent, type ModelFileStore, modelComponents, onnxPath } from '@slowfast/model-files';
import { type RandomAccessBytes, readOnnxInitializers } from '@slowfast/onnx-format';
import { fromFloat16 } from '@slowfast/onnx-session';

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

/** The weights of one graph; those in half precision go by the names of what they are widened to. */
export async function readGraphWeights(file: RandomAccessBytes): Promise<ExportedWeights> {
  const weights: Record<string, TensorInMemory> = {};
  for (const { name, type, shape, read } of await readOnnxInitializers(file)) {
    if (type !== 'float32' && type !== 'float16') continue;
    const { buffer } = (await read()).slice();
    const values = type === 'float32' ? new Float32Array(buffer) : fromFloat16(new Uint16Array(buffer));
    weights[name.replace(/\.half$/, '')] = { shape, values };
  }
  return weights;
}
