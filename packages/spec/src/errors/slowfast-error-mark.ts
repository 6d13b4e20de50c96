/** A property that every error of these packages has, whichever thread or copy of the package it is from. */
export const slowFastErrorMark = Symbol.for('slowfast.error');

/** What such an error has besides. */
type MarkedError = Error & { readonly code: string; readonly facts: object; readonly isUsage: boolean };

/** Whether a thrown value has that property. */
export function isMarked(error: unknown): error is MarkedError {
  if (typeof error !== 'object' || error === null) return false;
  return (error as Record<symbol, unknown>)[slowFastErrorMark] === true;
}
