import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link VideoEncryptedError}. */
export type VideoEncryptedFacts = { readonly place: string; readonly found: string };

const code = 'video-encrypted';

/** The pictures of the video are encrypted: nobody sees them without the key. */
export class VideoEncryptedError extends SlowFastError<VideoEncryptedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: VideoEncryptedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: VideoEncryptedFacts): string {
  return `${f.place} is encrypted: found ${f.found}; expected pictures that can be decoded without a key. Decrypt it first, or get a copy that is not protected.`;
}
