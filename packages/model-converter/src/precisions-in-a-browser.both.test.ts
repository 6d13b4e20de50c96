import {
  type ModelComponent,
  type ModelDtype,
  modelComponents,
  onnxPath,
  readModelFolder,
  wasmFormTimes,
} from '@slowfast/model-files';
import { bytesInMemory, readWeightForms } from '@slowfast/onnx-format';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { findCheckpointWeights } from './architecture/checkpoint-weights.ts';
import { readArchitecture } from './architecture/read-architecture.ts';
import { type ConversionDtype, checkpointGraphs, conversionDtypes } from './checkpoint-graphs.ts';
import { checkpointWeights } from './decoder-graph/testing/checkpoint-weights.ts';
import { graphInMemory } from './graph/graph-in-memory.ts';
import { storeInMemory } from './testing/store-in-memory.ts';

const { files } = tinyCheckpoint('llava-onevision');
const config = await files.json<Record<string, unknown>>('config.json');
const { weights, architecture } = findCheckpointWeights(
  checkpointWeights(await files.bytes('model.safetensors')),
  readArchitecture(config, 'config.json'),
);
const tokenizer = await files.bytes('tokenizer.json');
const converted = Object.fromEntries(
  await Promise.all(
    conversionDtypes.flatMap((dtype) =>
      checkpointGraphs(architecture, weights, dtype).map(
        async ({ component, graph }) => [onnxPath(component, dtype), await graphInMemory(graph)] as const,
      ),
    ),
  ),
);

/** What is opened of these precisions, by default, where WebAssembly runs it. */
async function opened(
  dtypes: readonly ConversionDtype[],
  recommended?: unknown,
  other: Readonly<Record<string, Uint8Array>> = {},
): Promise<Record<string, ModelDtype>> {
  const paths = dtypes.flatMap((dtype) => modelComponents.map((component) => onnxPath(component, dtype)));
  const store = storeInMemory({
    'config.json': JSON.stringify({ ...config, 'transformers.js_config': { dtype: recommended } }),
    'tokenizer.json': tokenizer,
    ...Object.fromEntries(paths.map((path) => [path, converted[path]!])),
    ...other,
  });
  const folder = await readModelFolder(store, { formTimes: wasmFormTimes });
  const entry = async (part: ModelComponent) => [part, (await folder.onnxFile(part)).dtype] as const;
  const found = Object.fromEntries(await Promise.all(modelComponents.map(entry)));
  expect(store.opened).toBe(0);
  return found;
}
const all = (dtype: ModelDtype) => Object.fromEntries(modelComponents.map((part) => [part, dtype]));

describe('a converted checkpoint of several precisions opens in the one that is fast on WebAssembly', () => {
  test('8 bits before float32 before 4 bits', async () => {
    expect(await opened(['fp32', 'q8', 'q4'])).toEqual(all('q8'));
    expect(await opened(['q8', 'q4'])).toEqual(all('q8'));
    // The tower of q4 is in 8 bits, whatever its name says: what its name says is believed until it is taken.
    expect(await opened(['fp32', 'q4'])).toEqual(all('fp32'));
    expect(await opened(['q4'])).toEqual(all('q4'));
  });

  test('what the checkpoint recommends is kept, unless it is slow', async () => {
    expect(await opened(['fp32', 'q8', 'q4'], 'fp32')).toEqual(all('fp32'));
    const mixed = { vision_encoder: 'fp32', embed_tokens: 'q4', decoder_model_merged: 'q4' };
    expect(await opened(['fp32', 'q8', 'q4'], mixed)).toEqual({ ...mixed, decoder_model_merged: 'q8' });
    // It is slow, but there is nothing else.
    expect(await opened(['q4'], 'q4')).toEqual(all('q4'));
  });

  test('the graph counts, not the name of the file', async () => {
    const path = onnxPath('decoder_model_merged', 'q8');
    const inBlocks = { [path]: converted[onnxPath('decoder_model_merged', 'q4')]! };
    expect(await opened(['fp32', 'q8'], 'q8', inBlocks)).toEqual({
      ...all('q8'),
      decoder_model_merged: 'fp32',
    });
  });
});

test.each([
  ['fp32', ['float32'], ['float32']],
  ['q8', ['int8'], ['int8']],
  ['q4', ['int8'], ['blocks4', 'blocks8']],
] as const)('the forms of %s are told from its graphs', async (dtype, vision, decoderGraph) => {
  const forms = async (part: ModelComponent) =>
    Object.keys(await readWeightForms(bytesInMemory(converted[onnxPath(part, dtype)]!))).sort();
  expect(await forms('vision_encoder')).toEqual(vision);
  expect(await forms('decoder_model_merged')).toEqual(decoderGraph);
  expect(await forms('embed_tokens')).toEqual([]);
});
