import {
  type ModelDtype,
  type ModelFolder,
  type ModelTensorNames,
  openModelFolder,
} from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import type { Frame } from '@slowfast/spec';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import { decodeFloat32 } from '@slowfast/test-kit';
import {
  type PictureFact,
  type TinyCheckpointName,
  type TinyOracle,
  testPicture,
  tinyCheckpoint,
} from '@slowfast/tiny-checkpoints';
import { aggregateTokens, parseAggregation } from '@slowfast/token-aggregators';
import { onnxVisionEncoder } from '@slowfast/vision-encoders';
import type { SequenceState } from '../decoder-graph/loaded-decoder-graph.ts';
import type { SequencePiece } from '../decoder-graph/sequence-piece.ts';
import { openDecoderGraph } from './open-decoder-graph.ts';

/** A checkpoint of a family with its decoder graph in memory; the caller disposes it. */
export interface FamilyModel {
  readonly folder: ModelFolder;
  readonly embeddingSize: number;
  readonly start: SequenceState;
  /** The pieces of a prompt with tokens in place of its placeholder. */
  prompt(ids: readonly number[], tokens: Float32Array): SequencePiece[];
  extend(from: SequenceState, pieces: readonly SequencePiece[], chunkTokens: number): Promise<SequenceState>;
  dispose(): Promise<void>;
}

/** The family's checkpoint, opened as people open it. */
export async function openFamily(name: TinyCheckpointName): Promise<{
  readonly folder: ModelFolder;
  readonly oracle: TinyOracle;
  readonly tensorNames: ModelTensorNames;
}> {
  const checkpoint = tinyCheckpoint(name);
  const oracle = await checkpoint.oracle();
  return {
    folder: await openModelFolder(checkpoint.files.url),
    oracle,
    tensorNames: oracle.tensorNames ?? {},
  };
}

/** @param dtype precision of the files; the checkpoint's own choice if absent. */
export async function loadFamily(
  name: TinyCheckpointName,
  runtime: OnnxRuntime,
  dtype?: ModelDtype,
): Promise<FamilyModel> {
  const { folder, tensorNames } = await openFamily(name);
  return loadFamilyOf(folder, runtime, tensorNames, dtype);
}

/** The same of a folder that is open already. */
export async function loadFamilyOf(
  folder: ModelFolder,
  runtime: OnnxRuntime,
  tensorNames: ModelTensorNames = {},
  dtype?: ModelDtype,
): Promise<FamilyModel> {
  const { imageTokenId, ...decoderGraph } = await openDecoderGraph(folder, { runtime, tensorNames, dtype });
  return {
    folder,
    ...decoderGraph,
    prompt(ids, tokens) {
      const at = ids.indexOf(imageTokenId);
      return [
        { kind: 'ids', ids: ids.slice(0, at) },
        { kind: 'embeddings', values: tokens, tokens: tokens.length / decoderGraph.embeddingSize },
        { kind: 'ids', ids: ids.slice(at + 1) },
      ];
    },
  };
}

/** The tokens of the picture that the oracle's answer is about, by the checkpoint's own vision model. */
export async function pictureTokens(
  name: TinyCheckpointName,
  runtime: OnnxRuntime,
  dtype?: ModelDtype,
): Promise<Float32Array> {
  const { oracle } = await openFamily(name);
  const { values } = await encoded(name, runtime, [oracle.features.picture], dtype);
  return values;
}

/** The tokens of a SlowFast prompt as the pipeline makes them: encoded frame by frame, then reduced. */
export async function slowFastTokens(name: TinyCheckpointName, runtime: OnnxRuntime): Promise<Float32Array> {
  const { oracle } = await openFamily(name);
  const { values, layout } = await encoded(name, runtime, oracle.slowfast.frames);
  return aggregateTokens(values, layout, parseAggregation(oracle.slowfast.settings), referenceBackend());
}

async function encoded(
  name: TinyCheckpointName,
  runtime: OnnxRuntime,
  pictures: readonly PictureFact[],
  dtype?: ModelDtype,
) {
  const { folder, tensorNames } = await openFamily(name);
  await using encoder = await onnxVisionEncoder(folder, {
    runtime,
    tensorNames: tensorNames.vision_encoder ?? {},
    dtype,
  });
  const frames = pictures.map(({ width, height, seed }, index): Frame => {
    const place = { index, timestampSeconds: index, status: 'exact', decodedIndex: index } as const;
    return { ...testPicture(width, height, seed), ...place };
  });
  using tokens = await encoder.encode(frames);
  const [count, rows, columns, size] = tokens.shape as [number, number, number, number];
  return { values: await tokens.read(), layout: { frames: count, rows, columns, size } };
}

/** Rows of an oracle's logits. */
export function logitRows(text: string, rows: number): Float32Array[] {
  const values = decodeFloat32(text);
  const size = values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.subarray(row * size, (row + 1) * size));
}

/** Largest difference over the largest value of the oracle. */
export function relativeDifference(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 0];
  found.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - expected[i]!));
    largest = Math.max(largest, Math.abs(expected[i]!));
  });
  return difference / largest;
}

/** The token with the largest logit, and by how much it leads. */
export function leader(logits: Float32Array): { readonly id: number; readonly lead: number } {
  const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!);
  return { id: order[0]!, lead: logits[order[0]!]! - logits[order[1]!]! };
}
