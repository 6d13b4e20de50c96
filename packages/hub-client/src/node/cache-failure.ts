import { DiskFullError, isError, isSlowFastError, OutputFailedError } from '@slowfast/spec';

/** What a failure of the file system means for somebody who downloads; other errors are returned as they are. */
export function cacheFailure(place: string, neededBytes: number, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (isSlowFastError(error) || code === undefined || !isError(error)) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new DiskFullError({ place, neededBytes }, { cause: error });
  const remedy = 'Choose a folder for downloaded models that is writable (HF_HUB_CACHE)';
  return new OutputFailedError({ place, reason: message, remedy }, { cause: error });
}
