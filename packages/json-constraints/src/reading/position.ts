import type { ValueNode } from '../schema/schema-node.ts';

/**
 * A place in a text that is being read, and all that must still follow: a stack, of which this is the top. Positions never change, and
 * two that are alike are one object, so that what was found out about one is known of all.
 */
export interface Position {
  readonly id: number;
  /** How deep it lies in arrays and objects. */
  readonly depth: number;
  /** Bytes of the shortest rest of the text. */
  readonly leastBytes: number;
  /** Whether the text may end here. */
  readonly isComplete: boolean;
  /** Whether a value, or one of several texts, is chosen here, so that the shortest in bytes need not be the shortest in tokens. */
  readonly isChoice: boolean;
  /** Whether a shortest text in the schema's order of properties does not come by here. */
  readonly isDetour: boolean;
  /** Whether plain characters must come here, however many more may. */
  readonly isWanting?: boolean | undefined;
  /**
   * The next place behind a value, on a shortest way to the end. The text up to there is the same for all with one key, so that it need not be
   * cut into tokens again for each.
   */
  readonly milestone?: { readonly key: string; readonly to: Position } | undefined;
  /** Where the text goes on behind this byte; nowhere, where it can't stand here. */
  next(byte: number): readonly Position[];
  /** Where the text goes on behind so many plain characters; absent where plain characters are nothing special. */
  readonly afterPlain?: ((characters: number) => Position | undefined) | undefined;
}

/** What makes a position: all but its number. */
export type PositionParts = Omit<Position, 'id'>;

/** Where a text goes on behind the first byte of a value, which is followed by `after`. */
export type StartValue = (
  positions: Positions,
  value: ValueNode,
  after: Position,
  byte: number,
) => readonly Position[];

/** Makes positions, each once. */
export class Positions {
  readonly #known = new Map<string, Position>();
  readonly #numbers = new WeakMap<object, number>();
  readonly #startValue: StartValue;
  #lastNumber = 0;

  constructor(startValue: StartValue) {
    this.#startValue = startValue;
  }

  startValue(value: ValueNode, after: Position, byte: number): readonly Position[] {
    return this.#startValue(this, value, after, byte);
  }

  /** A number that tells one part of a schema from all others, for keys. */
  numberOf(part: object): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    this.#numbers.set(part, this.#lastNumber);
    return this.#lastNumber;
  }

  /** The position with this key, which says all that there is to say about it. */
  get(key: string, make: () => PositionParts): Position {
    const known = this.#known.get(key);
    if (known) return known;
    const position = { ...make(), id: this.#known.size };
    this.#known.set(key, position);
    return position;
  }
}

/** Behind the whole text. */
export function endPosition(positions: Positions): Position {
  return positions.get('end', () => ({
    depth: 0,
    leastBytes: 0,
    isComplete: true,
    isChoice: false,
    isDetour: false,
    next: () => [],
  }));
}

/** Bytes that stand in texts of JSON. */
export const bytes = {
  tab: 0x09,
  lineFeed: 0x0a,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;
