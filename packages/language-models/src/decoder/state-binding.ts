import type { OnnxTensorType, TensorSignature } from '@slowfast/onnx-session';

/** A state that the decoder returns and is fed again: keys, values, or that of a convolution. */
export interface StateBinding {
  readonly past: string;
  readonly present: string;
  readonly type: OnnxTensorType;
  /** Shape before the first token: 0 along the axis that grows with the tokens, if there is one. */
  readonly emptyShape: readonly number[];
}

/**
 * Binds a state by its input and output. Nothing is assumed of the order of its axes: the free one, besides the batch, is
 * that of the tokens; a state without one keeps its size, and starts as zeros.
 *
 * @param unsupported makes the error for what can't be such a state.
 */
export function bindState(
  input: TensorSignature,
  present: TensorSignature,
  unsupported: (found: string, expected: string) => Error,
): StateBinding {
  const { name, type, shape } = input;
  if (type !== 'float32' && type !== 'float16')
    throw unsupported(`${name} of type ${type}`, 'float32 or float16');
  if (present.type !== type) {
    throw unsupported(`${name} of type ${type} and ${present.name} of type ${present.type}`, 'one type');
  }
  const isFree = (axis: number | string) => typeof axis === 'string' || axis < 0;
  const [, ...axes] = shape;
  if (axes.filter(isFree).length > 1) {
    throw unsupported(`${name} of shape [${shape.join(', ')}]`, 'at most one free axis besides the batch');
  }
  const emptyShape = [1, ...axes.map((axis) => (isFree(axis) ? 0 : (axis as number)))];
  return { past: name, present: present.name, type, emptyShape };
}
