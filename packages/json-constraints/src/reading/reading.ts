import type { ValueNode } from '../schema/schema-node.ts';
import { endPosition, type Position, Positions } from './position.ts';
import { rootPosition, startValue } from './value-positions.ts';

/**
 * How far a text has been read: all positions that it may be at, of which there are several while alternatives begin alike. Two readings
 * that are alike are one object.
 */
export interface Reading {
  readonly positions: readonly Position[];
  /** Bytes of the shortest rest of the text. */
  readonly leastBytes: number;
  readonly isComplete: boolean;
  readonly isChoice: boolean;
  /** Whether all positions are detours. */
  readonly isDetour: boolean;
  /** Whether plain characters must come here. */
  readonly isWanting: boolean;
  /** The next place behind a value on a shortest way to the end, and the key of the text up to there. */
  readonly milestone: { readonly key: string; readonly to: Reading } | undefined;
  /** The reading behind one more byte; null where that can't stand here. */
  next(byte: number): Reading | null;
  /** The reading behind so many plain characters; absent where they are nothing special. */
  readonly afterPlain: ((characters: number) => Reading | null) | undefined;
}

/** The reading of a text of which nothing has been read. */
export function readingStart(value: ValueNode): Reading {
  const positions = new Positions(startValue);
  const known = new Map<string, Reading>();

  function reading(given: readonly Position[]): Reading | null {
    // A position without an end is none.
    const alive = given.filter(({ leastBytes }) => leastBytes < Number.POSITIVE_INFINITY);
    if (alive.length === 0) return null;
    if (alive.length === 1) return single(alive[0]!);
    const distinct = [...new Set(alive)].sort((a, b) => a.id - b.id);
    return distinct.length === 1 ? single(distinct[0]!) : find(distinct);
  }

  const singles: Reading[] = [];
  function single(position: Position): Reading {
    const made = singles[position.id];
    if (made) return made;
    const one = make([position]);
    singles[position.id] = one;
    return one;
  }

  function find(several: readonly Position[]): Reading {
    const key = several.map(({ id }) => id).join();
    const found = known.get(key);
    if (found) return found;
    const made = make(several);
    known.set(key, made);
    return made;
  }

  function make(all: readonly Position[]): Reading {
    const nexts: (Reading | null | undefined)[] = [];
    const plain = all.length === 1 ? all[0]!.afterPlain : undefined;
    const milestone = all.length === 1 ? all[0]!.milestone : undefined;
    return {
      positions: all,
      leastBytes: Math.min(...all.map(({ leastBytes }) => leastBytes)),
      isComplete: all.some(({ isComplete }) => isComplete),
      isChoice: all.some(({ isChoice }) => isChoice),
      isWanting: all.every(({ isWanting }) => isWanting === true),
      isDetour: all.every(({ isDetour }) => isDetour),
      get milestone() {
        return milestone && { key: milestone.key, to: single(milestone.to) };
      },
      next(byte) {
        const before = nexts[byte];
        if (before !== undefined) return before;
        const next = reading(all.flatMap((position) => position.next(byte)));
        nexts[byte] = next;
        return next;
      },
      afterPlain:
        plain &&
        ((characters) => {
          const position = plain(characters);
          return position ? reading([position]) : null;
        }),
    };
  }

  return single(rootPosition(positions, value, endPosition(positions)));
}
