/** A rule that is broken: where, what, why it matters and what to do. */
export interface Violation {
  /** File, with the line where there is one. */
  readonly place: string;
  /** What is there. */
  readonly found: string;
  readonly reason: string;
  readonly remedy: string;
}

/** A violation as people read it. */
export function violationText({ place, found, reason, remedy }: Violation): string {
  return `${place}\n  ${found}\n  Why not: ${reason}\n  Instead: ${remedy}`;
}
