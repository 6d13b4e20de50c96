import { byStandardName, type TensorNames } from '@slowfast/model-files';
import type { OnnxTensorType, TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError } from '@slowfast/spec';
import { bindStates, type StatesBinding, type Unsupported } from './state-binding.ts';

/** An input or output that the decoder graph has. */
export interface NamedTensor {
  readonly name: string;
  readonly type: OnnxTensorType;
  /** Sizes per axis as declared. */
  readonly shape: readonly (number | string)[];
}

/** How tokens get into a decoder graph. */
export type TokenInput =
  /** As embeddings `[1, tokens, size]`, of text and pictures alike. */
  | { readonly kind: 'embeddings'; readonly embeddings: NamedTensor }
  /**
   * As ids `[1, tokens]`, which the decoder graph embeds by itself; it puts the rows of `imageFeatures`, `[features, size]` or
   * `[1, features, size]`, in their order where the image token stands.
   */
  | { readonly kind: 'ids'; readonly ids: NamedTensor; readonly imageFeatures: NamedTensor };

/** Which inputs and outputs of a decoder graph mean what. */
export interface DecoderGraphBinding {
  readonly tokens: TokenInput;
  readonly attentionMask: NamedTensor | undefined;
  readonly positionIds: NamedTensor | undefined;
  readonly numLogitsToKeep: NamedTensor | undefined;
  readonly useCacheBranch: NamedTensor | undefined;
  readonly logits: NamedTensor;
  readonly states: StatesBinding;
}

type Take = (name: string) => NamedTensor | undefined;

/**
 * Binds a decoder graph by the names, types and shapes that it declares.
 *
 * @param names the decoder graph's own names where they differ from the layout's.
 * @throws ModelUnsupportedError when it needs an input, or lacks an output, that this layout does not know.
 */
export function bindDecoderGraph(
  place: string,
  signature: { readonly inputs: readonly TensorSignature[]; readonly outputs: readonly TensorSignature[] },
  names: TensorNames = {},
): DecoderGraphBinding {
  const inputs = byStandardName(signature.inputs, names);
  const outputs = byStandardName(signature.outputs, names);
  const unsupported: Unsupported = (found, expected) => new ModelUnsupportedError({ place, found, expected });
  const take: Take = (name) => {
    const value = inputs.get(name);
    inputs.delete(name);
    return value && named(value);
  };
  const tokens = bindTokens(take, signature.inputs, unsupported);
  const logits = outputs.get('logits');
  if (!logits) throw unsupported(`a decoder graph with the outputs ${listed(signature.outputs)}`, 'logits');
  requireFloats(logits, unsupported);
  const positionIds = take('position_ids');
  if (positionIds && positionIds.shape.length !== 2) {
    throw unsupported(`position_ids of ${positionIds.shape.length} axes`, 'one position per token');
  }
  const attentionMask = take('attention_mask');
  const numLogitsToKeep = take('num_logits_to_keep');
  const useCacheBranch = take('use_cache_branch');
  const states = bindStates(inputs, outputs, unsupported);
  const optional = { attentionMask, positionIds, numLogitsToKeep, useCacheBranch };
  return { tokens, ...optional, logits: named(logits), states };
}

function bindTokens(take: Take, inputs: readonly TensorSignature[], unsupported: Unsupported): TokenInput {
  const embeddings = take('inputs_embeds');
  if (embeddings) {
    requireFloats(embeddings, unsupported);
    return { kind: 'embeddings', embeddings };
  }
  const ids = take('input_ids');
  const imageFeatures = take('image_features');
  if (ids && imageFeatures) {
    requireFloats(imageFeatures, unsupported);
    return { kind: 'ids', ids, imageFeatures };
  }
  throw unsupported(
    `a decoder graph with the inputs ${listed(inputs)}`,
    'inputs_embeds, or input_ids and image_features',
  );
}

function requireFloats({ name, type }: TensorSignature, unsupported: Unsupported): void {
  if (type !== 'float32' && type !== 'float16')
    throw unsupported(`${name} of type ${type}`, 'float32 or float16');
}

function named({ name, type, shape }: TensorSignature): NamedTensor {
  return { name, type: type as OnnxTensorType, shape };
}

function listed(tensors: readonly TensorSignature[]): string {
  const states = tensors.filter(({ name }) => /^(past|present|new_)/.test(name)).length;
  const names = tensors.map(({ name }) => name).filter((name) => !/^(past|present|new_)/.test(name));
  return [...names, ...(states > 0 ? [`${states} states`] : [])].join(', ') || 'none';
}
