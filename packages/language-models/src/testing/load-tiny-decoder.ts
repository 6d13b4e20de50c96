import type { ModelDtype } from '@slowfast/model-files';
import { isResident, type OnnxRuntime, type OnnxTensorData } from '@slowfast/onnx-session';
import type { SequenceState } from '../decoder/loaded-decoder.ts';
import type { SequencePiece } from '../decoder/sequence-piece.ts';
import { openDecoder } from './open-decoder.ts';
import { type DecoderLayout, type OracleCase, tinyCheckpoint } from './tiny-checkpoint.ts';

/** The decoder of `tiny-chatml` with its weights; the caller disposes it. */
export async function loadTinyDecoder(
  dtype: ModelDtype,
  runtime?: OnnxRuntime,
  layout: DecoderLayout = 'whole',
) {
  return openDecoder(await tinyCheckpoint(layout), { runtime, dtype });
}

/** The whole prompt of a case as the decoder takes it. */
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
