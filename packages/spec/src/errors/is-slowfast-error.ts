import type { ForeignErrorCode, KnownSlowFastError } from './known-slowfast-error.ts';
import type { SlowFastError } from './slowfast-error.ts';
import { isMarked } from './slowfast-error-mark.ts';

/**
 * Whether a thrown value is one of these packages' errors, or of a class that extends theirs; also across threads and copies of the
 * package. Comparing its `code` tells the type of its `facts`.
 */
export function isSlowFastError(
  error: unknown,
): error is KnownSlowFastError | SlowFastError<object, ForeignErrorCode> {
  return isMarked(error);
}
