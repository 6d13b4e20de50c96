import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link VideoDamagedError}. */
export type VideoDamagedFacts = {
  readonly place: string;
  readonly substituted: number;
  readonly selected: number;
};

const code = 'video-damaged';

/** More than half of the selected frames could not be decoded. */
export class VideoDamagedError extends SlowFastError<VideoDamagedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: VideoDamagedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: VideoDamagedFacts): string {
  return `${f.place} is too damaged: ${f.substituted} of ${f.selected} frames could not be decoded, expected at most half. Get another copy, or choose a time range that is intact.`;
}
