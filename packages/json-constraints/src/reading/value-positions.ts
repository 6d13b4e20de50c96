import { emptyNumber } from '../schema/number-form.ts';
import type { LiteralKind, NumberKind, ValueKind, ValueNode } from '../schema/schema-node.ts';
import { arrayPosition } from './array-position.ts';
import type { ByteTrie } from './byte-trie.ts';
import { objectPosition } from './object-position.ts';
import { bytes, type Position, type Positions, type StartValue } from './position.ts';
import { stringPosition } from './string-position.ts';
import { nextWhiteSpace, type WhiteSpace } from './white-space.ts';

/** Where a text goes on behind the first byte of a value of any of its kinds. */
export const startValue: StartValue = (positions, value, after, byte) =>
  value.alternatives.flatMap((kind) => startKind(positions, kind, after, byte));

function startKind(
  positions: Positions,
  kind: ValueKind,
  after: Position,
  byte: number,
): readonly Position[] {
  switch (kind.kind) {
    case 'literal':
      return literalPosition(positions, kind, kind.trie, after).next(byte);
    case 'number':
      return numberPosition(positions, kind, emptyNumber, after).next(byte);
    case 'string':
      return byte === bytes.quote ? [stringPosition(positions, kind, after)] : [];
    case 'array':
      return byte === bytes.openBracket ? [arrayPosition(positions, kind, after)] : [];
    case 'object':
      return byte === bytes.openBrace ? [objectPosition(positions, kind, after)] : [];
    default:
      return kind satisfies never;
  }
}

/** In front of the whole text. */
export function rootPosition(
  positions: Positions,
  value: ValueNode,
  after: Position,
  space: WhiteSpace = 0,
): Position {
  return positions.get(`root${space}`, () => ({
    depth: 0,
    leastBytes: value.leastBytes,
    isComplete: false,
    isChoice: true,
    isDetour: false,
    next(byte) {
      const nextSpace = nextWhiteSpace(space, byte, 0);
      if (nextSpace !== undefined) return [rootPosition(positions, value, after, nextSpace)];
      return positions.startValue(value, after, byte);
    },
  }));
}

function literalPosition(positions: Positions, kind: LiteralKind, at: ByteTrie, after: Position): Position {
  if (at.end >= 0 && at.children.size === 0) return after;
  return positions.get(`l${positions.numberOf(at)},${after.id}`, () => ({
    depth: after.depth,
    leastBytes: at.leastBytes + after.leastBytes,
    isComplete: at.end >= 0 && after.isComplete,
    isChoice: at.children.size > 1,
    isDetour: false,
    next(byte) {
      const child = at.children.get(byte);
      const further = child ? [literalPosition(positions, kind, child, after)] : [];
      return at.end >= 0 ? [...further, ...after.next(byte)] : further;
    },
  }));
}

function numberPosition(positions: Positions, kind: NumberKind, written: string, after: Position): Position {
  const { form } = kind;
  return positions.get(`n${positions.numberOf(kind)},${written},${after.id}`, () => {
    const isDone = form.isComplete(written);
    return {
      depth: after.depth,
      leastBytes: form.leastCharacters(written) + after.leastBytes,
      isComplete: isDone && after.isComplete,
      isChoice: false,
      isDetour: false,
      next(byte) {
        const next = form.next(written, String.fromCharCode(byte));
        const further = next === undefined ? [] : [numberPosition(positions, kind, next, after)];
        return isDone ? [...further, ...after.next(byte)] : further;
      },
    };
  });
}
