import type { ForeignErrorCode, KnownSlowFastError } from './known-slowfast-error.ts';
import type { SlowFastError } from './slowfast-error.ts';

/** A property that every error of these packages has, whichever thread or copy of the package it is from. */
export const slowFastErrorMark = Symbol.for('slowfast.error');

/**
 * Whether a thrown value is one of these packages' errors, or of a class that extends theirs; also across threads and copies of the
 * package. Comparing its `code` tells the type of its `facts`.
 */
export function isSlowFastError(
  error: unknown,
): error is KnownSlowFastError | SlowFastError<object, ForeignErrorCode> {
  if (typeof error !== 'object' || error === null) return false;
  return (error as Record<symbol, unknown>)[slowFastErrorMark] === true;
}
