import type { DecoderGraphDescription } from '@slowfast/language-models';
import type { VisionSignature } from '@slowfast/vision-encoders';
import type { BoundTensor, TensorSignatures } from './model-inspection.ts';

/** What an own name is taken for. */
type Bindings = ReadonlyMap<string, Pick<BoundTensor, 'boundTo' | 'use'>>;
type Binding = readonly [name: string | undefined, boundTo: string, use: string];

/** Tensors of a vision model, and what each was bound to. */
export function boundVisionTensors(signatures: TensorSignatures, vision: VisionSignature) {
  const { pixels, attentionMask, spatialShapes, features } = vision;
  return boundTensors(signatures, [
    [pixels.name, 'pixel_values', pixels.layout.kind === 'patches' ? 'patches of frames' : 'frames'],
    [attentionMask?.name, 'pixel_attention_mask', 'which pixels are part of the frame'],
    [spatialShapes?.name, 'spatial_shapes', 'rows and columns of patches'],
    [features.name, 'image_features', 'tokens of frames'],
  ]);
}

/** Tensors of an embedding model, and what each was bound to. */
export function boundEmbedderTensors(
  signatures: TensorSignatures,
  { binding }: NonNullable<DecoderGraphDescription['embedder']>,
) {
  return boundTensors(signatures, [
    [binding.input, 'input_ids', 'ids of text'],
    [binding.output, 'inputs_embeds', 'embeddings of text'],
  ]);
}

/** Tensors of a decoder graph, and what each was bound to. */
export function boundDecoderGraphTensors(
  signatures: TensorSignatures,
  { binding }: DecoderGraphDescription['decoderGraph'],
) {
  const { tokens, attentionMask, positionIds, numLogitsToKeep, useCacheBranch, logits, states } = binding;
  const input: readonly Binding[] =
    tokens.kind === 'embeddings'
      ? [[tokens.embeddings.name, 'inputs_embeds', 'embeddings of text and frames']]
      : [
          [tokens.ids.name, 'input_ids', 'ids; the image token for each token of a frame'],
          [tokens.imageFeatures.name, 'image_features', 'tokens of frames'],
        ];
  return boundTensors(signatures, [
    ...input,
    [attentionMask?.name, 'attention_mask', 'ones'],
    [positionIds?.name, 'position_ids', 'positions'],
    [numLogitsToKeep?.name, 'num_logits_to_keep', '1: the last position alone'],
    [useCacheBranch?.name, 'use_cache_branch', 'whether there are tokens in the cache'],
    [logits.name, 'logits', 'the next token'],
    ...boundStates(states),
  ]);
}

function boundStates(
  states: DecoderGraphDescription['decoderGraph']['binding']['states'],
): readonly Binding[] {
  if (states.kind === 'appended') {
    return states.list.flatMap(({ past, present }) => [
      [past, past, 'key-value cache'],
      [present, present, 'keys or values of the new tokens'],
    ]);
  }
  return states.list.flatMap(({ past, present, emptyShape }) => {
    const use = emptyShape.includes(0) ? 'key-value cache' : 'state of fixed size';
    return [
      [past, past, use],
      [present, present, use],
    ];
  });
}

function boundTensors({ inputs, outputs }: TensorSignatures, bindings: readonly Binding[]) {
  const byName: Bindings = new Map(
    bindings.flatMap(([name, boundTo, use]) => (name === undefined ? [] : [[name, { boundTo, use }]])),
  );
  const describe = ({ name, type, shape }: TensorSignatures['inputs'][number]): BoundTensor => ({
    name,
    type,
    shape,
    ...(byName.get(name) ?? { boundTo: undefined, use: 'not used' }),
  });
  return { inputs: inputs.map(describe), outputs: outputs.map(describe) };
}
