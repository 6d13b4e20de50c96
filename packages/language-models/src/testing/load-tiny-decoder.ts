import type { ModelDtype } from '@slowfast/model-files';
import { isResident, type OnnxRuntime, type OnnxTensorData } from '@slowfast/onnx-session';
import { decoderLoader } from '../decoder/decoder-loader.ts';
import { emptyStates } from '../decoder/empty-states.ts';
import { extendSequence, type SequenceState } from '../decoder/loaded-decoder.ts';
import type { SequencePiece } from '../decoder/sequence-piece.ts';
import { describeDecoder } from '../describe-decoder.ts';
import { type DecoderLayout, type OracleCase, tinyCheckpoint } from './tiny-checkpoint.ts';

/** The decoder of `tiny-chatml` with its weights; the caller disposes it. */
export async function loadTinyDecoder(
  dtype: ModelDtype,
  runtime?: OnnxRuntime,
  layout: DecoderLayout = 'whole',
) {
  const { description, embedder, decoder, imageTokenId } = await describeDecoder(
    await tinyCheckpoint(layout),
    { dtype },
  );
  const loader = decoderLoader({
    embedder,
    decoder,
    imageTokenId,
    runtime,
    threads: undefined,
    onLoad: () => {},
  });
  const loaded = await loader.load();
  const states = emptyStates(decoder.binding.states, description.contextLength);
  const start: SequenceState = { states, tokens: 0, logits: undefined };
  return {
    start,
    extend: (from: SequenceState, pieces: readonly SequencePiece[], chunkTokens: number) =>
      extendSequence(loaded, from, pieces, { chunkTokens, embeddingSize: 32 }),
    dispose: () => loader.dispose(),
  };
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
