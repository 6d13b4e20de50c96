import type { ByteFailure } from '@slowfast/byte-sources';
import { VideoNotFoundError, VideoUnreadableError } from '@slowfast/spec';

/** Bytes of a video that can't be had. */
export function videoFailure({ kind, place, reason, cause }: ByteFailure): Error {
  return kind === 'too-large' || kind === 'no-room'
    ? new VideoUnreadableError({ place, found: reason }, { cause })
    : new VideoNotFoundError({ place, reason }, { cause });
}
