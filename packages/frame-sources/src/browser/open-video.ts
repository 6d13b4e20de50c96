import type { FrameSource, VideoPlace } from '@slowfast/spec';
import { type FindVideoOptions, findVideo } from './find-video.ts';

/** Options of {@link openVideo}. */
export type OpenVideoOptions = Omit<FindVideoOptions, 'contentKey'>;

/**
 * Opens a video, a picture (still, or an animated GIF, PNG or WebP) or a list of pictures, and reads its index; no picture of a video is
 * decoded for it. Reads MP4, MOV, Matroska, WebM and MPEG-TS with the codecs that this browser decodes.
 *
 * Of a `Blob` only what is needed comes into memory. An address is read by ranges, half a megabyte at a time, of which 16 MiB
 * are kept; see {@link findVideo} for what has to be kept whole.
 *
 * @param place see {@link VideoPlace}. The caller owns the source and disposes it.
 * @throws VideoNotFoundError, VideoUnreadableError, VideoEncryptedError, NoVideoTrackError, DecoderUnavailableError
 */
export async function openVideo(place: VideoPlace, options: OpenVideoOptions = {}): Promise<FrameSource> {
  const found = await findVideo(place, options);
  return found.open({ signal: options.signal });
}
