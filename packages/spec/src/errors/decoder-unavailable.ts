import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link DecoderUnavailableError}. */
export type DecoderUnavailableFacts = { readonly codec: string; readonly tried: readonly string[] };

/** Nothing on this machine decodes the video. */
export class DecoderUnavailableError extends SlowFastError<DecoderUnavailableFacts> {
  constructor(facts: DecoderUnavailableFacts, options?: ErrorOptions) {
    super('decoder-unavailable', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: DecoderUnavailableFacts): string {
  return `No decoder for ${f.codec} here${f.tried.length ? ` (${f.tried.join('; ')})` : ''}: expected ffmpeg on the PATH or the npm package node-av. Install one of the two: ffmpeg from your system's packages, or 'npm install node-av'.`;
}
