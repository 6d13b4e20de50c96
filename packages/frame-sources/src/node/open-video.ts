import type { FrameSource, VideoPlace } from '@slowfast/spec';
import { type FindVideoOptions, findVideo } from './find-video.ts';

/** Options of {@link openVideo}. */
export type OpenVideoOptions = Omit<FindVideoOptions, 'contentKey'>;

/**
 * Opens a video file, a picture (still, or an animated GIF, PNG, WebP or AVIF), a folder of pictures or a list of them, and reads its
 * index. No picture is decoded for it where the container has an index (MP4, MOV, Matroska, WebM, MPEG-TS); elsewhere one pass over the
 * file counts its pictures. A still picture is a video of one frame. What is at an address is read by ranges; see {@link findVideo} for
 * what has to be kept.
 *
 * @param place see {@link VideoPlace}. The caller owns the source and disposes it.
 * @throws VideoNotFoundError, VideoUnreadableError, VideoEncryptedError, NoVideoTrackError, DecoderUnavailableError
 */
export async function openVideo(place: VideoPlace, options: OpenVideoOptions = {}): Promise<FrameSource> {
  const found = await findVideo(place, options);
  return found.open({ signal: options.signal });
}
