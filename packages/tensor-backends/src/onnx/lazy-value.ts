import type { OnnxTensor } from '@slowfast/onnx-session';
import type { Shape } from '../shared/shapes.ts';
import type { GraphOperation } from './graph-operations.ts';

/** A value seen under a shape, which may be another one of equal length than the value was made with. */
export interface Operand {
  readonly value: LazyValue;
  readonly shape: Shape;
}

/** Something that is known already, or that is yet to be computed from other values. Free of ownership: see `OnnxTensor`. */
export class LazyValue {
  readonly shape: Shape;
  /** The values, once they are known. */
  data: OnnxTensor | undefined;
  /** Whether the values lie in memory that belongs to somebody else. */
  readonly isBorrowed: boolean;
  /** How to compute it; dropped when that is done, so that inputs can go. */
  recipe: { readonly operation: GraphOperation; readonly operands: readonly Operand[] } | undefined;

  private constructor(shape: Shape, data?: OnnxTensor, isBorrowed = false) {
    this.shape = shape;
    this.data = data;
    this.isBorrowed = isBorrowed;
  }

  /** A value that is known. */
  static known(data: OnnxTensor, { isBorrowed = false }: { readonly isBorrowed?: boolean } = {}): LazyValue {
    return new LazyValue(data.shape, data, isBorrowed);
  }

  /** A value to compute. */
  static computed(shape: Shape, operation: GraphOperation, operands: readonly Operand[]): LazyValue {
    const value = new LazyValue(shape);
    value.recipe = { operation, operands };
    return value;
  }
}
