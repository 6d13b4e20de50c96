import { bytesInMemory } from '@slowfast/onnx-format';
import { fileFolder } from '@slowfast/test-kit/files';
import { type ExportedWeights, readGraphWeights } from '../forms/exported-weights.ts';

/** The exported model, as it is shipped. */
export const exportedModel = fileFolder('../../../packages/tiny-model/', import.meta.url);

/** All its weights, by the names of its graphs. */
export async function exportedWeights(): Promise<ExportedWeights> {
  const graphs = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'];
  const weights = graphs.map(async (graph) =>
    readGraphWeights(bytesInMemory(await exportedModel.bytes(`onnx/${graph}.onnx`))),
  );
  return Object.assign({}, ...(await Promise.all(weights)));
}
