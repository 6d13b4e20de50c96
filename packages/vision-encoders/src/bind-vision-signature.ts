import type { TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError } from '@slowfast/spec';

/** Names of a vision model's tensors where they are not the usual ones. */
export interface VisionTensorNames {
  /** The input; `pixel_values`, or the only input there is. */
  readonly pixels?: string;
  /** The output; `image_features`, or the only output there is. */
  readonly features?: string;
}

/** What a vision model takes and gives. Sizes that its file leaves free are undefined. */
export interface VisionSignature {
  readonly pixels: string;
  /** Frames that one run takes; any number if undefined. */
  readonly batch: number | undefined;
  readonly height: number | undefined;
  readonly width: number | undefined;
  readonly features: string;
  /** Whether frames and tokens share the first axis of the output. */
  readonly packed: boolean;
  readonly tokensPerFrame: number | undefined;
  readonly size: number | undefined;
}

type Signature = {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
};

/**
 * Binds the tensors of a vision model by its own metadata.
 *
 * @throws ModelUnsupportedError when it takes more than pictures, or when nothing in it looks like features.
 */
export function bindVisionSignature(
  signature: Signature,
  place: string,
  names: VisionTensorNames = {},
): VisionSignature {
  const pixels = find(signature.inputs, names.pixels ?? 'pixel_values');
  const isPicture = pixels?.type === 'float32' && pixels.shape.length === 4;
  if (!isPicture || signature.inputs.length > 1) {
    throw new ModelUnsupportedError({
      place,
      found: `the inputs ${listed(signature.inputs)}`,
      expected: 'one float32 input pixel_values [frames, 3, height, width]',
    });
  }
  const features = find(signature.outputs, names.features ?? 'image_features');
  if (features?.type !== 'float32' || (features.shape.length !== 3 && features.shape.length !== 2)) {
    throw new ModelUnsupportedError({
      place,
      found: `the outputs ${listed(signature.outputs)}`,
      expected: 'float32 image_features [frames, tokens, size] or [frames * tokens, size]',
    });
  }
  const [batch, , height, width] = pixels.shape.map(fixed);
  const sizes = features.shape.map(fixed);
  const packed = sizes.length === 2;
  const packedTokens = sizes[0] !== undefined && batch !== undefined ? sizes[0] / batch : undefined;
  return {
    pixels: pixels.name,
    batch,
    height,
    width,
    features: features.name,
    packed,
    tokensPerFrame: packed ? packedTokens : sizes[1],
    size: sizes.at(-1),
  };
}

function find(tensors: readonly TensorSignature[], name: string): TensorSignature | undefined {
  return tensors.find((tensor) => tensor.name === name) ?? (tensors.length === 1 ? tensors[0] : undefined);
}

function fixed(size: number | string): number | undefined {
  return typeof size === 'number' && size > 0 ? size : undefined;
}

function listed(tensors: readonly TensorSignature[]): string {
  return tensors.map(({ name, type, shape }) => `${name} ${type} [${shape.join(', ')}]`).join(', ') || 'none';
}
