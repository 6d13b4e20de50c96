import {
  describeLanguageModel,
  type LanguageModelDescription,
  type ModelDtype,
  type ModelFolder,
  type ModelOnnxFile,
  type ModelTensorNames,
} from '@slowfast/model-files';
import { ModelIncompleteError, ModelInvalidError } from '@slowfast/spec';
import { bindDecoderGraph, type DecoderGraphBinding } from './decoder-graph/decoder-graph-binding.ts';
import { bindEmbedder, type EmbedderBinding } from './decoder-graph/token-embedder.ts';

/** What a checkpoint's language model is, and which of its inputs and outputs mean what. */
export interface DecoderGraphDescription {
  readonly description: LanguageModelDescription;
  /** Absent where the decoder graph embeds ids itself. */
  readonly embedder: { readonly file: ModelOnnxFile; readonly binding: EmbedderBinding } | undefined;
  readonly decoderGraph: { readonly file: ModelOnnxFile; readonly binding: DecoderGraphBinding };
  /** The token that stands for pictures. */
  readonly imageTokenId: number;
}

/** Which of a checkpoint's ways is meant. */
export interface DescribeDecoderGraphOptions {
  readonly dtype?: ModelDtype | undefined;
  readonly tensorNames?: ModelTensorNames | undefined;
}

/**
 * Binds a checkpoint's embedding model and decoder graph by their headers; no weight is read.
 *
 * @throws ModelUnsupportedError when the decoder graph needs more than the layout has.
 * @throws ModelIncompleteError, ModelInvalidError when files are missing or broken.
 */
export async function describeDecoderGraph(
  folder: ModelFolder,
  { dtype, tensorNames = {} }: DescribeDecoderGraphOptions = {},
): Promise<DecoderGraphDescription> {
  const decoderGraphNames = tensorNames.decoder_model_merged;
  const file = await folder.onnxFile('decoder_model_merged', dtype);
  const signature = await folder.signature('decoder_model_merged', dtype);
  const binding = bindDecoderGraph(`${folder.place}/${file.path}`, signature, decoderGraphNames);
  const embedder = binding.tokens.kind === 'ids' ? undefined : await describeEmbedder(folder, dtype);
  if (embedder) requireSameWidth(embedder, binding);
  return {
    description: await describeLanguageModel(folder, dtype, decoderGraphNames),
    embedder,
    decoderGraph: { file, binding },
    imageTokenId: (folder.config.image_token_index ?? folder.config.image_token_id) as number,
  };
}

async function describeEmbedder(folder: ModelFolder, dtype: ModelDtype | undefined) {
  if (!folder.components.includes('embed_tokens')) {
    throw new ModelIncompleteError({ place: folder.place, missing: ['onnx/embed_tokens.onnx'] });
  }
  const file = await folder.onnxFile('embed_tokens', dtype);
  const signature = await folder.signature('embed_tokens', dtype);
  const place = `${folder.place}/${file.path}`;
  return { file, place, width: signature.outputs[0]?.shape.at(-1), binding: bindEmbedder(place, signature) };
}

/** Where both files tell the width of an embedding, it must be one. */
function requireSameWidth(
  { place, width }: { readonly place: string; readonly width: number | string | undefined },
  { tokens }: DecoderGraphBinding,
): void {
  const taken = tokens.kind === 'embeddings' ? tokens.embeddings.shape.at(-1) : undefined;
  if (typeof width !== 'number' || typeof taken !== 'number' || width <= 0 || taken <= 0 || width === taken) {
    return;
  }
  throw new ModelInvalidError({
    place,
    found: `embeddings of width ${width}`,
    expected: `width ${taken}, which the decoder graph takes`,
  });
}
