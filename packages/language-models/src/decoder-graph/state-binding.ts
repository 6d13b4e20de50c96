import type { TensorSignature } from '@slowfast/onnx-session';

/** A state that the decoder graph is fed: keys, values, or that of a convolution. */
interface StateInput {
  /** Name of the input. */
  readonly past: string;
  /** Name of the output that it is made from. */
  readonly present: string;
  readonly type: 'float32' | 'float16';
}

/** A state that the decoder graph returns whole and is fed again. */
export interface WholeStateBinding extends StateInput {
  /** Shape before the first token: 0 along the axis that grows with the tokens, if there is one. */
  readonly emptyShape: readonly number[];
}

/** A state of which the decoder graph returns what the new tokens add to it, `[tokens, ...tokenShape]`. */
export interface AppendedStateBinding extends StateInput {
  /** Shape of one token's values. */
  readonly tokenShape: readonly number[];
}

/** The states of a decoder graph, in the order of its inputs. */
export type StatesBinding =
  | { readonly kind: 'whole'; readonly list: readonly WholeStateBinding[] }
  | { readonly kind: 'appended'; readonly list: readonly AppendedStateBinding[] };

/** Makes the error for what is not supported. */
export type Unsupported = (found: string, expected: string) => Error;

/**
 * Binds the states of a decoder graph by what it declares: those that it returns whole are named `past*` and `present*`, those that
 * it returns the new tokens of `past_key_values*` and `new_key_values*`.
 *
 * @param inputs the inputs that are not bound otherwise, by their standard names.
 */
export function bindStates(
  inputs: ReadonlyMap<string, TensorSignature>,
  outputs: ReadonlyMap<string, TensorSignature>,
  unsupported: Unsupported,
): StatesBinding {
  const whole: WholeStateBinding[] = [];
  const appended: AppendedStateBinding[] = [];
  for (const [name, input] of inputs) {
    const present = outputs.get(name.replace(/^past(_key_values)?/, 'present'));
    const added = outputs.get(name.replace(/^past_key_values/, 'new_key_values'));
    if (!name.startsWith('past') || !(present || added)) {
      const expected = 'states named past* and present*, or past_key_values* and new_key_values*';
      throw unsupported(`a decoder graph with the input ${input.name}`, expected);
    }
    if (added) appended.push(bindAppendedState(input, added, unsupported));
    else whole.push(bindWholeState(input, present!, unsupported));
  }
  if (appended.length === 0) return { kind: 'whole', list: whole };
  if (whole.length === 0) return { kind: 'appended', list: appended };
  throw unsupported(
    `${appended.length} states of new tokens and ${whole.length} whole ones`,
    'states of one kind',
  );
}

/**
 * Binds a state by its input and output. Nothing is assumed of the order of its axes: the free one, besides the batch, is
 * that of the tokens; a state without one keeps its size, and starts as zeros.
 */
function bindWholeState(
  input: TensorSignature,
  present: TensorSignature,
  unsupported: Unsupported,
): WholeStateBinding {
  const [, ...axes] = input.shape;
  if (axes.filter(isFree).length > 1) {
    throw unsupported(shapeOf(input), 'at most one free axis besides the batch');
  }
  const emptyShape = [1, ...axes.map((axis) => (isFree(axis) ? 0 : (axis as number)))];
  return { past: input.name, present: present.name, type: sameType(input, present, unsupported), emptyShape };
}

/** Binds a state `[past tokens, heads, headSize]` and what is new of it, of the same shape. */
function bindAppendedState(
  input: TensorSignature,
  added: TensorSignature,
  unsupported: Unsupported,
): AppendedStateBinding {
  for (const value of [input, added]) {
    const [tokens, ...axes] = value.shape;
    const isGrowing = axes.length === 2 && isFree(tokens!) && !axes.some(isFree);
    if (!isGrowing) throw unsupported(shapeOf(value), 'a free axis of tokens, then heads and their size');
  }
  const [, ...tokenShape] = input.shape as readonly number[];
  if (added.shape.slice(1).join() !== tokenShape.join()) {
    throw unsupported(`${shapeOf(input)} and ${shapeOf(added)}`, 'the same heads of the same size');
  }
  return { past: input.name, present: added.name, type: sameType(input, added, unsupported), tokenShape };
}

function sameType(input: TensorSignature, output: TensorSignature, unsupported: Unsupported) {
  const { name, type } = input;
  if (type !== 'float32' && type !== 'float16') {
    throw unsupported(`${name} of type ${type}`, 'float32 or float16');
  }
  if (output.type !== type) {
    throw unsupported(`${name} of type ${type} and ${output.name} of type ${output.type}`, 'one type');
  }
  return type;
}

function isFree(axis: number | string): boolean {
  return typeof axis === 'string' || axis < 0;
}

function shapeOf({ name, shape }: TensorSignature): string {
  return `${name} of shape [${shape.join(', ')}]`;
}
