import { byStandardName, type TensorNames } from '@slowfast/model-files';
import type { OnnxTensorType, TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError } from '@slowfast/spec';
import type { PixelLayout, VisionSignature, VisionTensor } from './vision-signature.ts';

type Signature = {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
};

const floats: readonly string[] = ['float32', 'float16'];
const integers: readonly string[] = ['int64', 'int32'];

/**
 * Binds the tensors of a vision model by its own metadata.
 *
 * @throws ModelUnsupportedError when it needs an input that this layout does not know, or when nothing in it looks like
 * pictures or features.
 */
export function bindVisionSignature(
  signature: Signature,
  place: string,
  names: TensorNames = {},
): VisionSignature {
  const refuse = (found: string, expected: string): never => {
    throw new ModelUnsupportedError({ place, found, expected });
  };
  const inputs = byStandardName(signature.inputs, names);
  const pixelInput = inputs.get('pixel_values') ?? only(signature.inputs);
  const layout = pixelInput && pixelLayout(pixelInput);
  if (!pixelInput || !layout) {
    return refuse(
      `the inputs ${listed(signature.inputs)}`,
      'pixel_values [frames, 3, height, width], [batch, frames, 3, height, width] or [frames, patches, patch * patch * 3] of float32 or float16',
    );
  }
  const isPacked = layout.kind === 'patches';
  const take = (name: string, types: readonly string[], axes: number): VisionTensor | undefined => {
    const tensor = inputs.get(name);
    if (tensor === undefined || tensor === pixelInput) return undefined;
    if (types.includes(tensor.type) && tensor.shape.length === axes) return bound(tensor);
    return refuse(`the input ${listed([tensor])}`, `${types.join(' or ')} of ${axes} axes`);
  };
  const maskAxes = layout.leading.length + (isPacked ? 1 : 2);
  const attentionMask = take('pixel_attention_mask', ['bool', ...integers], maskAxes);
  const spatialShapes = isPacked ? take('spatial_shapes', integers, 2) : undefined;
  const known = [pixelInput.name, attentionMask?.name, spatialShapes?.name];
  const unknown = signature.inputs.filter(({ name }) => !known.includes(name));
  if (unknown.length > 0) {
    refuse(`the input ${listed(unknown)}`, 'no input besides pixel_values, its mask and its spatial_shapes');
  }
  const output = byStandardName(signature.outputs, names).get('image_features') ?? only(signature.outputs);
  const mostAxes = layout.leading.length + 2;
  const axes = output?.shape.length ?? 0;
  if (!output || !floats.includes(output.type) || axes < 2 || axes > mostAxes) {
    return refuse(
      `the outputs ${listed(signature.outputs)}`,
      'image_features [frames, tokens, size] or [frames * tokens, size] of float32 or float16',
    );
  }
  const batch = product(layout.leading);
  const sizes = output.shape.map(fixed);
  const packed = sizes.length === 2;
  const packedTokens = sizes[0] !== undefined && batch !== undefined ? sizes[0] / batch : undefined;
  return {
    pixels: { ...bound(pixelInput), layout },
    batch,
    attentionMask,
    spatialShapes,
    features: bound(output),
    packed,
    tokensPerFrame: packed ? packedTokens : sizes.at(-2),
    size: sizes.at(-1),
  };
}

function pixelLayout({ type, shape }: TensorSignature): PixelLayout | undefined {
  if (!floats.includes(type)) return undefined;
  const sizes = shape.map(fixed);
  if (sizes.length === 3) {
    const [batch, patches, patchValues] = sizes;
    return { kind: 'patches', leading: [batch], patches, patchValues };
  }
  const [channels, height, width] = sizes.slice(-3);
  const hasChannels = (sizes.length === 4 || sizes.length === 5) && (channels ?? 3) === 3;
  return hasChannels ? { kind: 'pictures', leading: sizes.slice(0, -3), height, width } : undefined;
}

/** Undefined when all of them are free. */
function product(sizes: readonly (number | undefined)[]): number | undefined {
  const isFree = sizes.every((size) => size === undefined);
  return isFree ? undefined : sizes.reduce<number>((result, size) => result * (size ?? 1), 1);
}

function only(tensors: readonly TensorSignature[]): TensorSignature | undefined {
  return tensors.length === 1 ? tensors[0] : undefined;
}

function bound({ name, type }: TensorSignature): VisionTensor {
  return { name, type: type as OnnxTensorType };
}

function fixed(size: number | string): number | undefined {
  return typeof size === 'number' && size > 0 ? size : undefined;
}

function listed(tensors: readonly TensorSignature[]): string {
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(', ')}]`).join(', ') || 'none';
}
