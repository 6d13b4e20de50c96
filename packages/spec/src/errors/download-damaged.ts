import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DownloadDamagedError}. */
export type DownloadDamagedFacts = {
  readonly model: string;
  readonly path: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'download-damaged';

/** A file arrived, but is not the one that the hub listed. What arrived was thrown away. */
export class DownloadDamagedError extends SlowFastError<DownloadDamagedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: DownloadDamagedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: DownloadDamagedFacts): string {
  return `${f.path} of ${f.model} arrived damaged: found ${f.found}, expected ${f.expected}. It was thrown away: try again, and if it stays so, look for what changes files on the way (a proxy, a mirror).`;
}
