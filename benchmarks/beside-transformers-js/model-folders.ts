import { copyFile, link, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ConverterGraph, floatRows, writeDecoderGraph } from '@slowfast/model-converter';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import {
  type PublishedLogits,
  writePublishedDecoderGraph,
} from '../decoder-graph/published-decoder-graph.ts';
import { qwenHalf, qwenWeights } from '../decoder-graph/qwen-weights.ts';
import { writeGraph } from '../write-graph.ts';

/** The precisions of our decoder graph. */
export type OurForm = 'fp32' | 'q8' | 'q4';

const endings = { fp32: '', q8: '_quantized', q4: '_q4' } as const;
const weights = qwenWeights();
const checkpoint = fileURLToPath(tinyCheckpoint('llava-onevision').files.url);

/**
 * Writes a checkpoint in the shape of LLaVA-OneVision 0.5B with random weights, with the converter's decoder graphs. The vision
 * encoder is a tiny one that nothing runs, the tokenizer that of a tiny checkpoint.
 */
export async function writeOurFolder(folder: string, forms: readonly OurForm[]): Promise<void> {
  await writeRest(folder);
  for (const form of forms) {
    await writeGraph(decoderGraphPath(folder, endings[form]), (graph) =>
      writeDecoderGraph(graph, qwenHalf, weights, form),
    );
    // The look-up is the same in every precision.
    if (form !== 'fp32') await link(embeddingPath(folder), embeddingPath(folder, endings[form]));
  }
}

/** The same with the decoder graph that transformers.js runs, in its q4. */
export async function writePublishedFolder(folder: string, logitsOf: PublishedLogits): Promise<void> {
  await writeRest(folder);
  await writeGraph(decoderGraphPath(folder, '_q4'), (graph) =>
    writePublishedDecoderGraph(graph, qwenHalf, weights, 'q4', logitsOf),
  );
}

const decoderGraphPath = (folder: string, ending: string) =>
  join(folder, `onnx/decoder_model_merged${ending}.onnx`);
const embeddingPath = (folder: string, ending = '') => join(folder, `onnx/embed_tokens${ending}.onnx`);

async function writeRest(folder: string): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  const config = JSON.parse(await readFile(join(checkpoint, 'config.json'), 'utf8'));
  Object.assign(config.text_config, {
    hidden_size: qwenHalf.hiddenSize,
    intermediate_size: qwenHalf.intermediateSize,
    num_hidden_layers: qwenHalf.layers,
    num_attention_heads: qwenHalf.heads,
    num_key_value_heads: qwenHalf.keyValueHeads,
    vocab_size: qwenHalf.vocabularySize,
    max_position_embeddings: qwenHalf.contextLength,
  });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  // No token ends an answer.
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify({ eos_token_id: -1 }));
  for (const name of ['tokenizer.json', 'tokenizer_config.json', 'preprocessor_config.json']) {
    await copyFile(join(checkpoint, name), join(folder, name));
  }
  await copyFile(join(checkpoint, 'onnx/vision_encoder.onnx'), join(folder, 'onnx/vision_encoder.onnx'));
  await writeGraph(embeddingPath(folder), writeLookUp);
}

function writeLookUp(graph: ConverterGraph): void {
  const ids = graph.input('input_ids', 'int64', ['batch', 'sequence']);
  const table = graph.weight(floatRows(weights.tensor('embed_tokens.weight')));
  const shape = ['batch', 'sequence', qwenHalf.hiddenSize];
  graph.output(graph.node('Gather', [table, ids]), 'float32', shape, 'inputs_embeds');
}
