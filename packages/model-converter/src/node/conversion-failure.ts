import { DiskFullError, isError, isSlowFastError, OutputFailedError } from '@slowfast/spec';

/** What a failure of the file system means for somebody who converts; other errors are returned as they are. */
export function conversionFailure(place: string, neededBytes: number, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (isSlowFastError(error) || code === undefined || !isError(error)) return error;
  // An aborted signal has a number as its code.
  if (typeof code !== 'string') return error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  if (isFull) return new DiskFullError({ place, neededBytes }, { cause: error });
  return new OutputFailedError({ place, reason: message }, { cause: error });
}
