import type { ModelDtype } from '@slowfast/model-files';
import { isResident, type OnnxRuntime, type OnnxTensorData } from '@slowfast/onnx-session';
import type { SequenceState } from '../decoder-graph/loaded-decoder-graph.ts';
import type { SequencePiece } from '../decoder-graph/sequence-piece.ts';
import { openDecoderGraph } from './open-decoder-graph.ts';
import { type DecoderGraphLayout, type OracleCase, tinyCheckpoint } from './tiny-checkpoint.ts';

/** The decoder graph of `tiny-chatml` with its weights; the caller disposes it. */
export async function loadTinyDecoderGraph(
  dtype: ModelDtype,
  runtime?: OnnxRuntime,
  layout: DecoderGraphLayout = 'whole',
) {
  return openDecoderGraph(await tinyCheckpoint(layout), { runtime, dtype });
}

/** The whole prompt of a case as the decoder graph takes it. */
export function sequencePieces(oracle: OracleCase): SequencePiece[] {
  return [
    { kind: 'ids', ids: oracle.head },
    { kind: 'embeddings', values: oracle.video, tokens: oracle.video.length / 32 },
    { kind: 'ids', ids: oracle.tail },
  ];
}

/** Largest difference between two rows of numbers. */
export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}

/** The values of all states, which stay held. */
export async function readStates({ states }: SequenceState): Promise<OnnxTensorData[]> {
  const tensors = states.values.map((value) => (isResident(value) ? value.read() : value));
  return (await Promise.all(tensors)).map(({ data }) => data);
}
