import { DiskFullError, isSlowFastError, OutputFailedError } from '@slowfast/spec';

/** The place, for people. */
export const siteStorage = "this site's storage";

/** What a failure of the browser's storage means for somebody who keeps a model; other errors are returned as they are. */
export function storageFailure(error: unknown, neededBytes: number): unknown {
  if (isSlowFastError(error) || !(error instanceof DOMException) || error.name === 'AbortError') return error;
  if (error.name === 'QuotaExceededError') {
    return new DiskFullError({ place: siteStorage, neededBytes }, { cause: error });
  }
  const remedy = 'Allow this site to store data, and close other pages of it';
  return new OutputFailedError({ place: siteStorage, reason: error.message, remedy }, { cause: error });
}

/** No model can be kept where this runs. */
export function cannotWrite(reason: string, remedy: string): OutputFailedError {
  return new OutputFailedError({ place: siteStorage, reason, remedy });
}
