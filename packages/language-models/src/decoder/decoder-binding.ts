import type { OnnxTensorType, TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError } from '@slowfast/spec';
import { DecoderStates } from './decoder-states.ts';

/** A state that the decoder returns and is fed again: keys, values, or that of a convolution. */
export interface StateBinding {
  readonly past: string;
  readonly present: string;
  readonly type: OnnxTensorType;
  /** Shape before the first token. */
  readonly emptyShape: readonly number[];
}

/** An input or output that the decoder has. */
export interface NamedTensor {
  readonly name: string;
  readonly type: OnnxTensorType;
}

/** Which inputs and outputs of a decoder mean what. */
export interface DecoderBinding {
  readonly inputsEmbeds: NamedTensor;
  readonly attentionMask: NamedTensor | undefined;
  readonly positionIds: NamedTensor | undefined;
  readonly numLogitsToKeep: NamedTensor | undefined;
  readonly useCacheBranch: NamedTensor | undefined;
  readonly logits: NamedTensor;
  readonly states: readonly StateBinding[];
}

/**
 * The decoder's own names for inputs and outputs whose names differ from the standard layout's, by the standard name,
 * e.g. `{ inputs_embeds: '/model/embed_tokens/Gather_output_0' }`.
 */
export type DecoderNames = Readonly<Record<string, string>>;

/**
 * Binds a decoder by the names, types and shapes that it declares.
 *
 * @throws ModelUnsupportedError when it needs an input, or lacks an output, that this layout does not know.
 */
export function bindDecoder(
  place: string,
  signature: { readonly inputs: readonly TensorSignature[]; readonly outputs: readonly TensorSignature[] },
  names: DecoderNames = {},
): DecoderBinding {
  const standardNames = new Map(Object.entries(names).map(([standard, own]) => [own, standard]));
  const byStandardName = (values: readonly TensorSignature[]) =>
    new Map(values.map((value) => [standardNames.get(value.name) ?? value.name, value]));
  const inputs = byStandardName(signature.inputs);
  const outputs = byStandardName(signature.outputs);
  const unsupported = (found: string, expected: string) =>
    new ModelUnsupportedError({ place, found, expected });
  const take = (name: string): TensorSignature | undefined => {
    const value = inputs.get(name);
    inputs.delete(name);
    return value;
  };

  const inputsEmbeds = take('inputs_embeds');
  const logits = outputs.get('logits');
  if (!inputsEmbeds)
    throw unsupported(
      'a decoder without inputs_embeds',
      'the layout of embed_tokens and decoder_model_merged',
    );
  if (!logits) throw unsupported('a decoder without logits', 'an output named logits');
  const positionIds = take('position_ids');
  if (positionIds && positionIds.shape.length !== 2) {
    throw unsupported(`position_ids of ${positionIds.shape.length} axes`, 'one position per token');
  }
  const [attentionMask, numLogitsToKeep] = [take('attention_mask'), take('num_logits_to_keep')];
  const useCacheBranch = take('use_cache_branch');
  const states = [...inputs].map(([name, input]) => {
    const present = outputs.get(name.replace(/^past(_key_values)?/, 'present'));
    if (!name.startsWith('past') || !present)
      throw unsupported(`a decoder with the input ${input.name}`, 'states named past*');
    return bindState(input, present, unsupported);
  });
  return {
    inputsEmbeds: named(inputsEmbeds),
    attentionMask: attentionMask && named(attentionMask),
    positionIds: positionIds && named(positionIds),
    numLogitsToKeep: numLogitsToKeep && named(numLogitsToKeep),
    useCacheBranch: useCacheBranch && named(useCacheBranch),
    logits: named(logits),
    states,
  };
}

function named({ name, type }: TensorSignature): NamedTensor {
  return { name, type: type as OnnxTensorType };
}

function bindState(
  input: TensorSignature,
  present: TensorSignature,
  unsupported: (found: string, expected: string) => Error,
): StateBinding {
  const { type } = input;
  if (type !== 'float32' && type !== 'float16')
    throw unsupported(`${input.name} of type ${type}`, 'float32 or float16');
  const isFree = (axis: number | string) => typeof axis === 'string' || axis < 0;
  const [, ...axes] = input.shape;
  if (axes.filter(isFree).length > 1) {
    throw unsupported(
      `${input.name} of shape [${input.shape.join(', ')}]`,
      'at most one free axis besides the batch',
    );
  }
  const emptyShape = [1, ...axes.map((axis) => (isFree(axis) ? 0 : (axis as number)))];
  return { past: input.name, present: present.name, type, emptyShape };
}

/** The states before the first token; the caller holds them. */
export function emptyStates(binding: DecoderBinding): DecoderStates {
  const values = binding.states.map(({ type, emptyShape }) => {
    const length = emptyShape.reduce((product, size) => product * size, 1);
    return {
      type,
      shape: emptyShape,
      data: type === 'float16' ? new Uint16Array(length) : new Float32Array(length),
    };
  });
  return new DecoderStates(values);
}
