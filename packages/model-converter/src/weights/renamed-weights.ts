import { ModelInvalidError } from '@slowfast/spec';
import type { WeightSource } from './weight-source.ts';

/**
 * Weights under other names: what begins with a key here begins with its value in the source. The first key that fits counts, so
 * an empty one comes last. What no key leads to is not there; errors tell the source's own names.
 */
export function renamedWeights(
  source: WeightSource,
  prefixes: Readonly<Record<string, string>>,
): WeightSource {
  const pairs = Object.entries(prefixes);
  const inSource = (name: string): string | undefined => {
    const pair = pairs.find(([own]) => name.startsWith(own));
    return pair && pair[1] + name.slice(pair[0].length);
  };
  const names = pairs.flatMap(([own, theirs]) =>
    source.names.filter((name) => name.startsWith(theirs)).map((name) => own + name.slice(theirs.length)),
  );
  return {
    place: source.place,
    names,
    has(name) {
      const theirs = inSource(name);
      return theirs !== undefined && source.has(theirs);
    },
    tensor(name) {
      const theirs = inSource(name);
      if (theirs !== undefined) return source.tensor(theirs);
      const facts = { found: 'none of that name', expected: `the tensor ${name}` };
      throw new ModelInvalidError({ place: source.place, ...facts });
    },
  };
}
