import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ConverterGraph,
  findCheckpointWeights,
  layOutGraph,
  openSafetensors,
  readArchitecture,
  type TextArchitecture,
  type WeightSource,
  writeDecoderGraph,
} from '@slowfast/model-converter';
import { type ConversionDtype, convertModel } from '@slowfast/model-converter/node';
import { onnxPath, readJson } from '@slowfast/model-files';
import { folderOnDisk } from '@slowfast/model-files/node';
import { createOnnxSession, type OnnxSession } from '@slowfast/onnx-session';
import { writeGraph } from '../write-graph.ts';

/** A checkpoint as `convertModel` writes it, and its decoder graph once more with logits of all positions. */
export interface ConvertedLanguageModel {
  readonly folder: string;
  /** Bytes of the decoder graph's weights. */
  readonly decoderGraphBytes: number;
  openEmbedder(): Promise<OnnxSession>;
  /** The decoder graph as it was written: logits of the last position. */
  openDecoderGraph(): Promise<OnnxSession>;
  /** The same file of weights behind a graph with logits of all positions. */
  openDecoderGraphOfAll(): Promise<OnnxSession>;
}

/** Converts a checkpoint into `out`, which must be empty or not there. */
export async function convertLanguageModel(
  source: string,
  out: string,
  dtype: ConversionDtype,
): Promise<ConvertedLanguageModel> {
  await convertModel(source, { out, dtype });
  // The same weights as in the file that was converted: only the graph is new.
  const graph = new ConverterGraph();
  await writeDecoderGraphOf(source, (text, weights) =>
    writeDecoderGraph(graph, text, weights, dtype, { logits: 'all' }),
  );
  const decoderGraph = join(out, onnxPath('decoder_model_merged', dtype));
  const { model, dataBytes } = await layOutGraph(
    graph,
    `${onnxPath('decoder_model_merged', dtype).slice(5)}_data`,
  );
  const ofAll = decoderGraph.replace('.onnx', '_all_logits.onnx');
  await writeFile(ofAll, model);
  return {
    folder: out,
    decoderGraphBytes: dataBytes,
    openEmbedder: () => open(join(out, onnxPath('embed_tokens', dtype))),
    openDecoderGraph: () => open(decoderGraph),
    openDecoderGraphOfAll: () => open(ofAll),
  };
}

/** The decoder graph of a checkpoint in a form that the converter does not write, with logits of all positions; written to `path`. */
export async function openCandidate(
  source: string,
  path: string,
  candidate: Candidate,
): Promise<OnnxSession> {
  await writeDecoderGraphOf(source, (text, weights) =>
    writeGraph(path, (graph) => candidate(graph, text, weights)),
  );
  return open(path);
}

/** Writes a decoder graph with logits of all positions. */
export type Candidate = (graph: ConverterGraph, text: TextArchitecture, weights: WeightSource) => void;

async function writeDecoderGraphOf(
  source: string,
  write: (text: TextArchitecture, weights: WeightSource) => void | Promise<void>,
): Promise<void> {
  const store = await folderOnDisk(source);
  await using safetensors = await openSafetensors(store);
  const claimed = readArchitecture((await readJson(store, 'config.json')) ?? {}, source);
  const { architecture, weights } = findCheckpointWeights(safetensors, claimed);
  await write(architecture.text, weights.text);
}

function open(path: string): Promise<OnnxSession> {
  return createOnnxSession(path, { threads: 2 });
}
