import type { ModelDtype, ModelFolder, ModelTensorNames } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import { decoderGraphLoader } from '../decoder-graph/decoder-graph-loader.ts';
import { emptyStates } from '../decoder-graph/empty-states.ts';
import { extendSequence, type SequenceState } from '../decoder-graph/loaded-decoder-graph.ts';
import type { SequencePiece } from '../decoder-graph/sequence-piece.ts';
import { describeDecoderGraph } from '../describe-decoder-graph.ts';

/** What is opened; what is absent is the checkpoint's own choice. */
export interface OpenDecoderGraphOptions {
  readonly runtime?: OnnxRuntime | undefined;
  readonly tensorNames?: ModelTensorNames | undefined;
  readonly dtype?: ModelDtype | undefined;
}

/** A checkpoint's decoder graph with its weights, to be run piece by piece; the caller disposes it. */
export async function openDecoderGraph(
  folder: ModelFolder,
  { runtime, tensorNames = {}, dtype }: OpenDecoderGraphOptions,
) {
  const { description, embedder, decoderGraph, imageTokenId } = await describeDecoderGraph(folder, {
    tensorNames,
    dtype,
  });
  const files = { embedder, decoderGraph, imageTokenId, runtime, threads: undefined, onLoad: () => {} };
  const loader = decoderGraphLoader(files);
  const loaded = await loader.load();
  const { embeddingSize, contextLength } = description;
  const states = emptyStates(decoderGraph.binding.states, contextLength);
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
