import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link VideoNotFoundError}. */
export type VideoNotFoundFacts = { readonly place: string; readonly reason?: string };

const code = 'video-not-found';

/** There is no video at the given place. */
export class VideoNotFoundError extends SlowFastError<VideoNotFoundFacts, typeof code> {
  static readonly code = code;

  constructor(facts: VideoNotFoundFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: VideoNotFoundFacts): string {
  return `No video at ${f.place}${f.reason ? ` (${f.reason})` : ''}: expected a video file, a picture or a folder of pictures. Check the path.`;
}
