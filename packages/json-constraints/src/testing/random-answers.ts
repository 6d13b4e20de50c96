import type { TokenConstraint } from '@slowfast/spec';

/** Numbers from 0 to 1, the same ones for a seed (a linear congruential generator, for tests). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The ids whose bits are set. */
export function idsOf(bits: Uint32Array): number[] {
  const ids: number[] = [];
  for (let id = 0; id < bits.length * 32; id++) if ((bits[id >> 5]! >>> (id & 31)) & 1) ids.push(id);
  return ids;
}

/**
 * An answer of tokens that are drawn from the allowed ones, all alike, as a model would that knows nothing.
 *
 * @returns its tokens; it ends where it must, or with a chance of one in four where it may.
 */
export function randomAnswer(constraint: TokenConstraint, maxTokens: number, random: () => number): number[] {
  const ids: number[] = [];
  while (ids.length < maxTokens && !constraint.isFinished) {
    if (constraint.isComplete && random() < 0.25) break;
    const allowed = idsOf(constraint.allowed(maxTokens - ids.length));
    if (allowed.length === 0) {
      if (constraint.isComplete) break;
      throw new Error(`Nothing is allowed behind ${ids.length} tokens.`);
    }
    const id = allowed[Math.floor(random() * allowed.length)]!;
    constraint.accept(id);
    ids.push(id);
  }
  if (!constraint.isComplete) throw new Error(`Not closed within ${maxTokens} tokens.`);
  return ids;
}
