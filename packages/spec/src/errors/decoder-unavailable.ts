import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DecoderUnavailableError}. */
export type DecoderUnavailableFacts = {
  /** The codec, or the container that nothing reads here, with its article: `an AVI file`. */
  readonly codec: string;
  /** Why each decoder refused. */
  readonly tried: readonly string[];
  /** What to do about it: the end of a sentence, after a colon; the ways of Node if absent. */
  readonly remedy?: string;
};

const code = 'decoder-unavailable';

/** Nothing on this machine decodes the video. */
export class DecoderUnavailableError extends SlowFastError<DecoderUnavailableFacts, typeof code> {
  static readonly code = code;

  constructor(facts: DecoderUnavailableFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

const remedyInNode =
  "expected a working ffmpeg on the PATH or the npm package node-av. Install one of the two: ffmpeg from your system's packages, or 'npm install node-av'.";

function message(f: DecoderUnavailableFacts): string {
  return `No decoder for ${f.codec} here${f.tried.length ? ` (${f.tried.join('; ')})` : ''}: ${f.remedy ?? remedyInNode}`;
}
