import { itemAt, leastToCloseArray } from '../schema/least-bytes.ts';
import type { ArrayKind } from '../schema/schema-node.ts';
import { bytes, type Position, type Positions } from './position.ts';
import { nextWhiteSpace, type WhiteSpace } from './white-space.ts';

/** Where in an array: behind its bracket, behind an item, or behind a comma. */
type Part = 'open' | 'item' | 'comma';

/** Within an array, behind its opening bracket. */
export function arrayPosition(
  positions: Positions,
  kind: ArrayKind,
  after: Position,
  part: Part = 'open',
  items = 0,
  space: WhiteSpace = 0,
): Position {
  const at = (nextPart: Part, count: number, nextSpace: WhiteSpace = 0): Position =>
    arrayPosition(positions, kind, after, nextPart, count, nextSpace);
  const { maxItems, minItems, first } = kind;
  // What counts no more is not told apart.
  const counted = (count: number) =>
    maxItems === Number.POSITIVE_INFINITY ? Math.min(count, Math.max(minItems, first.length)) : count;

  return positions.get(`a${positions.numberOf(kind)},${part},${items},${space},${after.id}`, () => {
    const depth = after.depth + 1;
    const item = items < maxItems ? itemAt(kind, items) : undefined;
    const leastOfRest = () => {
      if (part !== 'comma') return leastToCloseArray(kind, items, part === 'open');
      return (
        (item?.leastBytes ?? Number.POSITIVE_INFINITY) + leastToCloseArray(kind, counted(items + 1), false)
      );
    };

    return {
      depth,
      leastBytes: leastOfRest() + after.leastBytes,
      isComplete: false,
      isChoice: part === 'comma' || (part === 'open' && items < minItems),
      isDetour: false,
      get milestone() {
        if (part !== 'item' || space !== 0) return undefined;
        if (items >= minItems) return { key: ']', to: after };
        const which = Math.min(items, first.length);
        return { key: `${positions.numberOf(kind)},${which}`, to: at('item', counted(items + 1)) };
      },
      next(byte) {
        const nextSpace = nextWhiteSpace(space, byte, depth);
        if (nextSpace !== undefined) return [at(part, items, nextSpace)];
        if (byte === bytes.closeBracket) return part !== 'comma' && items >= minItems ? [after] : [];
        if (item === undefined) return [];
        if (part === 'item') return byte === bytes.comma ? [at('comma', items)] : [];
        return positions.startValue(item, at('item', counted(items + 1)), byte);
      },
    };
  });
}
