import type { LocalBytes } from '@slowfast/byte-sources/node';
import { VideoNotFoundError, VideoUnreadableError } from '@slowfast/spec';
import type { FrameDecoder } from '../frame-decoder.ts';
import { openGif } from '../gif/gif-reader.ts';
import { openIndexed } from '../index/open-indexed.ts';
import { sniff, sniffBytes, webPage } from '../index/sniff.ts';
import type { PictureReader } from '../picture-reader.ts';
import { openPicture } from '../pictures/open-picture.ts';
import { pictureFormat } from '../pictures/picture-formats.ts';
import { sharpDecoder } from './pictures/decode-with-sharp.ts';
import { openSequentialFile } from './sequential-file.ts';

/** What {@link openBytes} needs. */
export interface OpenBytesOptions {
  /** Whether a server gave them, which may have answered with a page instead. */
  readonly isAddress: boolean;
  readonly decoders: readonly FrameDecoder[];
  readonly signal: AbortSignal;
}

/** Reads the index of a file of any kind. The bytes stay the caller's, and open as long as the reader is. */
export async function openBytes(
  bytes: LocalBytes,
  { isAddress, decoders, signal }: OpenBytesOptions,
): Promise<PictureReader> {
  const { place } = bytes;
  const { kind, found } = sniff(await bytes.read(0, sniffBytes));
  signal.throwIfAborted();
  if (isAddress && found === webPage) {
    throw new VideoNotFoundError({ place, reason: `the server answered with ${webPage}, not with a video` });
  }
  if (kind === 'no-video') throw new VideoUnreadableError({ place, found });
  const shared = { ...bytes, close: async () => undefined };
  if (kind === 'gif') return openGif(shared);
  const format = kind === 'picture' ? pictureFormat(found) : undefined;
  if (format) return openPicture(place, await bytes.read(0, bytes.size), format, sharpDecoder);
  const reader = kind === 'indexed' ? await openIndexed(shared, found, decoders, signal) : undefined;
  if (reader && 'read' in reader) return reader;
  return openSequentialFile(place, await bytes.file(signal), found, decoders, signal);
}
