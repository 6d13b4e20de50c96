import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DecoderFailedError}. */
export type DecoderFailedFacts = {
  /** The decoder: `ffmpeg`, or the path of the program. */
  readonly decoder: string;
  /** How it ended: `exit code 1`, `signal SIGSEGV`, or what kept it from starting. */
  readonly ended: string;
  /** What it said, the last lines of it. */
  readonly said: string;
};

const code = 'decoder-failed';

/** A decoder itself failed, which says nothing about the video: the program ended with an error that is none of the data's. */
export class DecoderFailedError extends SlowFastError<DecoderFailedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: DecoderFailedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: DecoderFailedFacts): string {
  const said = f.said === '' ? 'and said nothing' : `and said: ${f.said}`;
  return `${f.decoder} failed (${f.ended}) ${said}; expected pictures. Mend or update ${f.decoder}, or use the other decoder: 'npm install node-av'.`;
}
