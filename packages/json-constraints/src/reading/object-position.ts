import {
  countProperties,
  leastOfOther,
  leastToCloseObject,
  noProperties,
  type UsedProperties,
} from '../schema/least-bytes.ts';
import type { ObjectKind } from '../schema/schema-node.ts';
import { keyPosition, type OpenProperties } from './key-position.ts';
import { bytes, type Position, type Positions } from './position.ts';
import { nextWhiteSpace, type WhiteSpace } from './white-space.ts';

/** The property whose value comes: its place among the named ones, -1 for another. */
type PropertyIndex = number;

/** Where in an object: behind its brace, a key, a colon, a value or a comma. */
type Part = 'open' | 'key' | 'colon' | 'value' | 'comma';

/** Within an object, behind its opening brace. */
export function objectPosition(
  positions: Positions,
  kind: ObjectKind,
  after: Position,
  part: Part = 'open',
  used: UsedProperties = noProperties(kind),
  property: PropertyIndex = -1,
  space: WhiteSpace = 0,
): Position {
  const at = (nextPart: Part, nextProperty = -1, nextUsed = used, nextSpace: WhiteSpace = 0): Position =>
    objectPosition(positions, kind, after, nextPart, nextUsed, nextProperty, nextSpace);
  const key = `o${positions.numberOf(kind)},${part},${used.named},${used.others},${property},${space},${after.id}`;

  return positions.get(key, () => {
    const depth = after.depth + 1;
    const value = property < 0 ? kind.others : kind.properties[property]?.value;
    const isOpen = openProperties(kind, used);
    const close = leastToCloseObject(kind, used, part === 'open');
    const isClosable = close === 1;
    const startKey = () =>
      keyPosition(positions, kind, isOpen, `${used.named},${used.others},${after.id}`, {
        depth,
        afterKey: (index) => at('key', index, withProperty(kind, used, index)),
      });
    const canHaveMore = isOpen.others || isOpen.named.includes(true);
    const leastOfRest = () => {
      switch (part) {
        case 'key':
          return 1 + value!.leastBytes + close;
        case 'colon':
          return value!.leastBytes + close;
        case 'comma':
          return 1 + startKey().leastBytes - after.leastBytes;
        default:
          return close;
      }
    };

    return {
      depth,
      leastBytes: leastOfRest() + after.leastBytes,
      isComplete: false,
      isChoice: part === 'colon',
      isDetour: false,
      get milestone() {
        if (part !== 'value' || space !== 0) return undefined;
        if (isClosable) return { key: '}', to: after };
        const missing = kind.properties.findIndex((each, i) => each.isRequired && used.named[i] === '0');
        if (missing < 0) return undefined;
        const to = at('value', -1, withProperty(kind, used, missing));
        return { key: `${positions.numberOf(kind)},${missing}`, to };
      },
      next(byte) {
        const nextSpace = nextWhiteSpace(space, byte, depth);
        if (nextSpace !== undefined) return [at(part, property, used, nextSpace)];
        switch (part) {
          case 'key':
            return byte === bytes.colon ? [at('colon', property)] : [];
          case 'colon':
            return positions.startValue(value!, at('value'), byte);
          default:
            if (byte === bytes.closeBrace) return part !== 'comma' && isClosable ? [after] : [];
            if (!canHaveMore) return [];
            if (part === 'value') return byte === bytes.comma ? [at('comma')] : [];
            return byte === bytes.quote ? [startKey()] : [];
        }
      },
    };
  });
}

function withProperty(kind: ObjectKind, { named, others }: UsedProperties, index: number): UsedProperties {
  if (index >= 0) return { named: `${named.slice(0, index)}1${named.slice(index + 1)}`, others };
  return { named, others: kind.maxProperties === Number.POSITIVE_INFINITY ? 1 : others + 1 };
}

/** Properties that may come next: those that leave room for all that must. */
function openProperties(kind: ObjectKind, used: UsedProperties): OpenProperties {
  const isMissing = kind.properties.map(({ isRequired }, i) => isRequired && used.named[i] === '0');
  const missing = isMissing.filter(Boolean).length;
  const hasRoom = countProperties(used) + missing < kind.maxProperties;
  return {
    named: kind.properties.map(
      ({ value }, i) =>
        used.named[i] === '0' && value.leastBytes < Number.POSITIVE_INFINITY && (isMissing[i]! || hasRoom),
    ),
    others: hasRoom && leastOfOther(kind) < Number.POSITIVE_INFINITY,
  };
}
