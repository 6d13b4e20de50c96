import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link VideoUnreadableError}. */
export type VideoUnreadableFacts = { readonly place: string; readonly found: string };

const code = 'video-unreadable';

/** The file is no video, or its container is too damaged to be opened. */
export class VideoUnreadableError extends SlowFastError<VideoUnreadableFacts, typeof code> {
  static readonly code = code;

  constructor(facts: VideoUnreadableFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: VideoUnreadableFacts): string {
  return `${f.place} can't be read as a video: found ${f.found}; expected MP4, MOV, MKV, WebM, TS, GIF or a picture (in Node also AVI, MPEG-PS, WMV or a folder of pictures). Check the file, or convert it with ffmpeg.`;
}
