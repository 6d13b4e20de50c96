import type { ModelDtype, ModelFolder, ModelTensorNames } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import { decoderLoader } from '../decoder/decoder-loader.ts';
import { emptyStates } from '../decoder/empty-states.ts';
import { extendSequence, type SequenceState } from '../decoder/loaded-decoder.ts';
import type { SequencePiece } from '../decoder/sequence-piece.ts';
import { describeDecoder } from '../describe-decoder.ts';

/** What is opened; what is absent is the checkpoint's own choice. */
export interface OpenDecoderOptions {
  readonly runtime?: OnnxRuntime | undefined;
  readonly tensorNames?: ModelTensorNames | undefined;
  readonly dtype?: ModelDtype | undefined;
}

/** A checkpoint's decoder with its weights, to be run piece by piece; the caller disposes it. */
export async function openDecoder(
  folder: ModelFolder,
  { runtime, tensorNames = {}, dtype }: OpenDecoderOptions,
) {
  const { description, embedder, decoder, imageTokenId } = await describeDecoder(folder, {
    tensorNames,
    dtype,
  });
  const files = { embedder, decoder, imageTokenId, runtime, threads: undefined, onLoad: () => {} };
  const loader = decoderLoader(files);
  const loaded = await loader.load();
  const { embeddingSize, contextLength } = description;
  const states = emptyStates(decoder.binding.states, contextLength);
  const start: SequenceState = { states, tokens: 0, logits: undefined };
  return {
    embeddingSize,
    imageTokenId,
    start,
    extend: (from: SequenceState, pieces: readonly SequencePiece[], chunkTokens: number) =>
      extendSequence(loaded, from, pieces, { chunkTokens, embeddingSize }),
    dispose: () => loader.dispose(),
  };
}
