import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link VideoNotFoundError}. */
export type VideoNotFoundFacts = { readonly place: string; readonly reason?: string };

/** There is no video at the given place. */
export class VideoNotFoundError extends SlowFastError<VideoNotFoundFacts> {
  constructor(facts: VideoNotFoundFacts, options?: ErrorOptions) {
    super('video-not-found', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: VideoNotFoundFacts): string {
  return `No video at ${f.place}${f.reason ? ` (${f.reason})` : ''}: expected a video file, a picture or a folder of pictures. Check the path.`;
}
