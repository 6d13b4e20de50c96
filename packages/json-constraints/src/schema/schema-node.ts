import type { ByteTrie } from '../reading/byte-trie.ts';
import type { NumberForm } from './number-form.ts';

/** What a schema allows at one place: any of some kinds of value. */
export interface ValueNode {
  /** JSON pointer into the schema, e.g. `#/properties/shape`. */
  readonly place: string;
  readonly alternatives: readonly ValueKind[];
  /** Bytes of the shortest text; infinite where there is none. */
  readonly leastBytes: number;
}

/** One kind of value, with its limits. */
export type ValueKind = LiteralKind | NumberKind | StringKind | ArrayKind | ObjectKind;

/** One of some values, each in one spelling. */
export interface LiteralKind {
  readonly kind: 'literal';
  /** JSON texts, distinct. */
  readonly texts: readonly string[];
  readonly trie: ByteTrie;
}

export interface NumberKind {
  readonly kind: 'number';
  readonly form: NumberForm;
  readonly isInteger: boolean;
}

/** Lengths are in code points, as JSON Schema counts. */
export interface StringKind {
  readonly kind: 'string';
  readonly minLength: number;
  readonly maxLength: number;
}

export interface ArrayKind {
  readonly kind: 'array';
  /** Values of the first items. */
  readonly first: readonly ValueNode[];
  /** Value of all further items; absent where there are none. */
  readonly rest: ValueNode | undefined;
  readonly minItems: number;
  readonly maxItems: number;
}

export interface ObjectProperty {
  readonly name: string;
  /** Bytes of its key as it stands in a text, behind the opening quote. */
  readonly keyBytes: number;
  readonly value: ValueNode;
  readonly isRequired: boolean;
}

export interface ObjectKind {
  readonly kind: 'object';
  readonly properties: readonly ObjectProperty[];
  /** Keys as they stand in a text, from behind the opening quote to the closing one; indices are those of `properties`. */
  readonly keys: ByteTrie;
  /** Value of every other property; absent where there are none. */
  readonly others: ValueNode | undefined;
  readonly minProperties: number;
  readonly maxProperties: number;
}
