import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link NoVideoTrackError}. */
export type NoVideoTrackFacts = { readonly place: string; readonly found: string };

const code = 'no-video-track';

/** The file holds media, but no moving picture. */
export class NoVideoTrackError extends SlowFastError<NoVideoTrackFacts, typeof code> {
  static readonly code = code;

  constructor(facts: NoVideoTrackFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: NoVideoTrackFacts): string {
  return `${f.place} has no video track: found ${f.found}; expected at least one video track. Give a file that has pictures.`;
}
