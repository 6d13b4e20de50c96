import type { StringKind } from '../schema/schema-node.ts';
import { bytes, type Position, type Positions } from './position.ts';
import { missingBytes, nextUtf8, type Utf8State } from './utf8.ts';

/** Behind a backslash: its name, or how many digits of a `\u` follow, the second of them with a limit behind a D. */
type Escape = 'escape' | 'u4' | 'u3' | 'u3-behind-d' | 'u2' | 'u1';

const missingOfEscape: Readonly<Record<Escape, number>> = {
  escape: 1,
  u4: 4,
  u3: 3,
  'u3-behind-d': 3,
  u2: 2,
  u1: 1,
};

/** Within a string, behind its opening quote. Half of a surrogate pair can't be escaped, so that texts stay well-formed. */
export function stringPosition(
  positions: Positions,
  kind: StringKind,
  after: Position,
  part: Utf8State | Escape = 0,
  characters = 0,
): Position {
  const { minLength, maxLength } = kind;
  const at = (nextPart: Utf8State | Escape, count: number): Position =>
    stringPosition(positions, kind, after, nextPart, count);
  // What counts no more is not told apart.
  const counted = (count: number) =>
    Math.min(count, maxLength === Number.POSITIVE_INFINITY ? minLength : count);
  return positions.get(`s${minLength},${maxLength},${part},${characters},${after.id}`, () => {
    const missing = typeof part === 'number' ? missingBytes[part]! : missingOfEscape[part];
    const isFull = characters >= maxLength;

    function next(byte: number): readonly Position[] {
      if (typeof part === 'string') {
        const nextPart = nextEscape(part, byte);
        return nextPart === undefined ? [] : [at(nextPart, characters)];
      }
      if (part === 0) {
        if (byte === bytes.quote) return characters >= minLength ? [after] : [];
        if (isFull) return [];
        if (byte === bytes.backslash) return [at('escape', counted(characters + 1))];
      }
      const nextPart = nextUtf8(part, byte);
      if (nextPart === undefined) return [];
      return [at(nextPart, part === 0 ? counted(characters + 1) : characters)];
    }

    return {
      depth: after.depth,
      leastBytes: missing + Math.max(0, minLength - characters) + 1 + after.leastBytes,
      isComplete: false,
      isChoice: false,
      isDetour: false,
      isWanting: part === 0 && characters < minLength,
      next,
      afterPlain:
        part === 0
          ? (more) => (characters + more > maxLength ? undefined : at(0, counted(characters + more)))
          : undefined,
    };
  });
}

function nextEscape(part: Escape, byte: number): Escape | 0 | undefined {
  const character = String.fromCharCode(byte);
  if (part === 'escape') return character === 'u' ? 'u4' : '"\\/bfnrt'.includes(character) ? 0 : undefined;
  if (!/[0-9a-fA-F]/.test(character)) return undefined;
  switch (part) {
    case 'u4':
      return character === 'd' || character === 'D' ? 'u3-behind-d' : 'u3';
    case 'u3-behind-d':
      return character <= '7' ? 'u2' : undefined;
    case 'u3':
      return 'u2';
    case 'u2':
      return 'u1';
    case 'u1':
      return 0;
    default:
      return part satisfies never;
  }
}
