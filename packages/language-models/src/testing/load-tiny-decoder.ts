import type { ModelDtype } from '@slowfast/model-files';
import { isResident, type OnnxRuntime, type OnnxTensorData } from '@slowfast/onnx-session';
import { bindDecoder, emptyStates } from '../decoder/decoder-binding.ts';
import { decoderLoader } from '../decoder/decoder-loader.ts';
import { extendSequence, type SequencePiece, type SequenceState } from '../decoder/loaded-decoder.ts';
import { bindEmbedder } from '../decoder/token-embedder.ts';
import { type OracleCase, tinyCheckpoint } from './tiny-checkpoint.ts';

/** The decoder of `tiny-chatml` with its weights; the caller disposes it. */
export async function loadTinyDecoder(dtype: ModelDtype, runtime?: OnnxRuntime) {
  const folder = await tinyCheckpoint();
  const embedder = bindEmbedder('embed', await folder.signature('embed_tokens', dtype));
  const binding = bindDecoder('decoder', await folder.signature('decoder_model_merged', dtype));
  const loader = decoderLoader({
    embedder: { file: await folder.onnxFile('embed_tokens', dtype), binding: embedder },
    decoder: { file: await folder.onnxFile('decoder_model_merged', dtype), binding },
    runtime,
    threads: undefined,
    onLoad: () => {},
  });
  const loaded = await loader.load();
  const start: SequenceState = { states: emptyStates(binding), tokens: 0, logits: undefined };
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
