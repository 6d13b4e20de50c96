import type { TokenConstraint } from '@slowfast/spec';

/** The lowest logit that a token which may come can have: one that the model ruled out itself may be all that is left. */
const lowest = -3.4028234663852886e38;

/** A copy of logits in which tokens that may not come are ruled out; those that end an answer may where it is complete. */
export function constrainedLogits(
  logits: Float32Array,
  constraint: TokenConstraint,
  tokensLeft: number,
  endIds: ReadonlySet<number>,
): Float32Array {
  const allowed = constraint.allowed(tokensLeft);
  const kept = new Float32Array(logits.length).fill(Number.NEGATIVE_INFINITY);
  const keep = (id: number) => {
    const logit = logits[id]!;
    kept[id] = lowest;
    if (logit > lowest) kept[id] = logit;
  };
  for (let word = 0; word < allowed.length; word++) {
    // Most words of a mask are empty or full.
    for (let [id, bits] = [word * 32, allowed[word]!]; bits !== 0; id++, bits >>>= 1) if (bits & 1) keep(id);
  }
  for (const id of endIds) {
    if (constraint.isComplete) keep(id);
    else kept[id] = Number.NEGATIVE_INFINITY;
  }
  return kept;
}
