import { type ModelFileStore, type OpenModelFile, onnxPath, readJson } from '@slowfast/model-files';
import { folderOnDisk } from '@slowfast/model-files/node';
import { InvalidSettingError, ModelIncompleteError } from '@slowfast/spec';
import { findCheckpointWeights } from '../architecture/checkpoint-weights.ts';
import { readArchitecture } from '../architecture/read-architecture.ts';
import { type ConversionDtype, checkpointGraphs, conversionDtypes } from '../checkpoint-graphs.ts';
import { layOutGraph } from '../graph/lay-out-graph.ts';
import { openSafetensors } from '../safetensors/open-safetensors.ts';
import { abortableWeights } from '../weights/abortable-weights.ts';
import { type ConversionFolder, conversionFolder } from './conversion-folder.ts';

/** So many bytes of a conversion are written. */
export interface ConversionProgress {
  /** File that is being written, relative to the folder. */
  readonly path: string;
  /** Bytes of all files so far. */
  readonly written: number;
  /** Bytes of all files. */
  readonly total: number;
}

/** What {@link convertModel} is told. */
export interface ConvertModelOptions {
  /** Folder that is made, with those around it; one that is there must be empty. */
  readonly out: string;
  /** Form of the weights; fp32 if absent. */
  readonly dtype?: ConversionDtype | undefined;
  /** Cancels after the few MiB that are being read or written; nothing is left then. */
  readonly signal?: AbortSignal | undefined;
  /** Called for every piece. Must return quickly. */
  readonly onProgress?: ((progress: ConversionProgress) => void) | undefined;
}

/** What a conversion wrote. */
export interface ConvertedModel {
  readonly folder: string;
  /** Class of transformers that the checkpoint is of. */
  readonly architecture: string;
  readonly dtype: ConversionDtype;
  readonly bytes: number;
  /** Files, relative to the folder. */
  readonly paths: readonly string[];
}

/** Without these a converted model can't be opened. */
const neededPaths = ['config.json', 'tokenizer.json'] as const;

const otherPaths = [
  'generation_config.json',
  'preprocessor_config.json',
  'processor_config.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'chat_template.json',
  'known_pictures.json',
] as const;

interface PlannedFile {
  readonly path: string;
  readonly bytes: number;
  pieces(): AsyncIterable<Uint8Array>;
}

/**
 * Converts a checkpoint in safetensors to the layout that `openModelFolder` opens, with graphs that are fast in onnxruntime.
 *
 * Everything that is needed is looked up and checked before the first byte is written; what was written gets its name when it is
 * whole. Memory: a few pieces of the largest tensor, never more than 1.5 times that and 300 MB.
 *
 * @param source folder of the checkpoint, or its files.
 * @throws ModelUnsupportedError when it is of another architecture, by name.
 * @throws ModelIncompleteError, ModelInvalidError when files or tensors are missing, or are not what they say.
 * @throws OutputFailedError, DiskFullError when it can't be written; the reason of the signal.
 */
export async function convertModel(
  source: string | ModelFileStore,
  options: ConvertModelOptions,
): Promise<ConvertedModel> {
  const { out, dtype = 'fp32', signal } = options;
  if (!conversionDtypes.includes(dtype)) {
    const expected = `one of ${conversionDtypes.join(', ')}`;
    throw new InvalidSettingError({ setting: 'dtype', found: JSON.stringify(dtype), expected });
  }
  signal?.throwIfAborted();
  const store = typeof source === 'string' ? await folderOnDisk(source) : source;
  const copied = await findCopiedFiles(store);
  const config = (await readJson(store, 'config.json')) ?? {};
  const claimed = readArchitecture(config, `${store.place}/config.json`);
  await using safetensors = await openSafetensors(store);
  const { architecture, weights } = findCheckpointWeights(abortableWeights(safetensors, signal), claimed);
  const files = [...copied];
  for (const { component, graph } of checkpointGraphs(architecture, weights, dtype)) {
    const path = onnxPath(component, dtype);
    const dataPath = `${path}_data`;
    const { model, dataBytes, data } = await layOutGraph(graph, dataPath.slice(dataPath.indexOf('/') + 1));
    if (dataBytes > 0) files.push({ path: dataPath, bytes: dataBytes, pieces: data });
    files.push({ path, bytes: model.length, pieces: () => once(model) });
  }
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  await using folder = await conversionFolder(out, total);
  await writeFiles(folder, files, total, options);
  await folder.publish();
  const paths = files.map(({ path }) => path).sort();
  return { folder: out, architecture: architecture.name, dtype, bytes: total, paths };
}

async function findCopiedFiles(store: ModelFileStore): Promise<readonly PlannedFile[]> {
  const sizes = await Promise.all([...neededPaths, ...otherPaths].map((path) => store.size(path)));
  const missing = neededPaths.filter((_, i) => sizes[i] === undefined);
  if (missing.length > 0) throw new ModelIncompleteError({ place: store.place, missing });
  return [...neededPaths, ...otherPaths].flatMap((path, i) => {
    const bytes = sizes[i];
    return bytes === undefined ? [] : [{ path, bytes, pieces: () => contentsOf(store, path) }];
  });
}

async function writeFiles(
  folder: ConversionFolder,
  files: readonly PlannedFile[],
  total: number,
  { signal, onProgress }: ConvertModelOptions,
): Promise<void> {
  let written = 0;
  for (const { path, pieces } of files) {
    const counted = async function* () {
      for await (const piece of pieces()) {
        signal?.throwIfAborted();
        yield piece;
        written += piece.length;
        onProgress?.({ path, written, total });
      }
    };
    await folder.write(path, counted());
  }
  signal?.throwIfAborted();
}

async function* contentsOf(store: ModelFileStore, path: string): AsyncGenerator<Uint8Array> {
  await using file: OpenModelFile = await store.open(path);
  const step = 1024 * 1024;
  for (let at = 0; at < file.size; at += step) yield await file.read(at, step);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
