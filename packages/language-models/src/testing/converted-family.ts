import {
  ConverterGraph,
  findCheckpointWeights,
  graphInMemory,
  openSafetensors,
  readArchitecture,
  writeDecoderGraph,
} from '@slowfast/model-converter';
import { type ModelFileStore, type ModelFolder, openModelFolder } from '@slowfast/model-files';
import { bytesInMemory } from '@slowfast/onnx-format';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';

/** The families whose language models can be converted, and how their chat template is kept. */
const templates = {
  'llava-onevision': 'chat_template.json',
  'llava-1.5': 'chat_template.json',
  'llava-1.6': 'chat_template.jinja',
} as const;

/** A family whose language model can be converted. */
export type ConvertedFamily = keyof typeof templates;
/** All of them that are tested. */
export const convertedFamilies = Object.keys(templates) as readonly ConvertedFamily[];

/** The family's checkpoint with the decoder graph that our converter writes from its safetensors. */
export async function openConvertedFamily(name: ConvertedFamily): Promise<ModelFolder> {
  const { files } = tinyCheckpoint(name);
  const kept = ['config', 'generation_config', 'processor_config', 'tokenizer', 'tokenizer_config'];
  const onnx = ['vision_encoder', 'embed_tokens'].map((component) => `onnx/${component}.onnx`);
  const paths = [...kept.map((path) => `${path}.json`), ...onnx, templates[name]];
  const urls = paths.map((path) => [path, new URL(path, files.url)] as const);
  const decoderGraph = new Blob([(await convertedDecoderGraph(name)) as Uint8Array<ArrayBuffer>]);
  return openModelFolder({ ...Object.fromEntries(urls), 'onnx/decoder_model_merged.onnx': decoderGraph });
}

async function convertedDecoderGraph(name: ConvertedFamily): Promise<Uint8Array> {
  const { files } = tinyCheckpoint(name);
  const safetensors = await files.bytes('model.safetensors');
  const store: ModelFileStore = {
    place: name,
    size: async (path) => (path === 'model.safetensors' ? safetensors.length : undefined),
    open: async (path) => ({
      ...bytesInMemory(safetensors, path),
      [Symbol.asyncDispose]: async () => {},
    }),
    load: async () => safetensors,
  };
  await using source = await openSafetensors(store);
  const config = readArchitecture(await files.json('config.json'), `${name}/config.json`);
  const { weights, architecture } = findCheckpointWeights(source, config);
  const graph = new ConverterGraph();
  writeDecoderGraph(graph, architecture.text, weights.text, 'fp32');
  return graphInMemory(graph);
}
