import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type FrameSource, isError, isUrl, VideoNotFoundError, VideoUnreadableError } from '@slowfast/spec';
import { createFrameSource } from '../create-frame-source.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { openGif } from '../gif/gif-reader.ts';
import { openIndexed } from '../index/open-indexed.ts';
import { sniff, sniffBytes } from '../index/sniff.ts';
import type { MediaBytes } from '../media-bytes.ts';
import type { PictureReader } from '../picture-reader.ts';
import { allNodeDecoders } from './decoders.ts';
import { fileBytes } from './file-bytes.ts';
import { openImageFolder } from './image-folder.ts';
import { openPicture } from './pictures/open-picture.ts';
import { pictureFormat } from './pictures/picture-formats.ts';
import { isPipe } from './pipe/is-pipe.ts';
import { standardInput } from './pipe/read-pipe.ts';
import { spoolPipe } from './pipe/spooled-pipe.ts';
import { openSequentialFile } from './sequential-file.ts';

/** What {@link openVideo} may be told. */
export interface OpenVideoOptions {
  /** Decoders in order of preference; node-av, then ffmpeg, if absent. */
  readonly decoders?: readonly FrameDecoder[];
  /** Stops opening; iterations have signals of their own. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a video file, a picture (still, or an animated GIF, PNG, WebP or AVIF), or a folder of images, and reads its index. No
 * picture is decoded for it where the container has an index (MP4, MOV, Matroska, WebM, MPEG-TS); elsewhere one pass over the
 * file counts its pictures. A still picture is a video of one frame. A pipe is read to its end first: up to 64 MiB are kept in
 * memory, more in a temporary file that disposing removes; to look at it more than once, see {@link fileOfPipe}.
 *
 * @param path a path or a `file:` URL, or `-` for standard input. The caller owns the source and disposes it.
 * @throws VideoNotFoundError, VideoUnreadableError, VideoEncryptedError, NoVideoTrackError, DecoderUnavailableError
 */
export async function openVideo(path: string | URL, options: OpenVideoOptions = {}): Promise<FrameSource> {
  const place = pathOf(path);
  const signal = options.signal ?? new AbortController().signal;
  const decoders = options.decoders ?? allNodeDecoders();
  signal.throwIfAborted();
  if (place === standardInput) return createFrameSource(await openPipe(place, decoders, signal));
  const status = await stat(place).catch((cause) => {
    throw new VideoNotFoundError({ place, ...reasonOf(cause) }, { cause });
  });
  if (status.isDirectory()) return createFrameSource(await openImageFolder(place, signal));
  const open = isPipe(place, status) ? openPipe : openFile;
  return createFrameSource(await open(place, decoders, signal));
}

async function openFile(
  place: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const bytes = await fileBytes(place).catch((cause) => {
    throw new VideoNotFoundError({ place, ...reasonOf(cause) }, { cause });
  });
  return openBytes(bytes, async () => place, decoders, signal);
}

/** What came out of the pipe is kept until the reader is closed. */
async function openPipe(
  place: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const spooled = await spoolPipe(place, signal);
  try {
    const bytes = { ...spooled.bytes, close: async () => undefined };
    const reader = await openBytes(bytes, spooled.file, decoders, signal);
    const close = async () => {
      await reader.close();
      await spooled.close();
    };
    return { ...reader, close };
  } catch (error) {
    await spooled.close();
    throw error;
  }
}

/** @param pathOfFile gives the path of a file with these bytes, for decoders that read files. */
async function openBytes(
  bytes: MediaBytes,
  pathOfFile: () => Promise<string>,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const { place } = bytes;
  let isKept = false;
  try {
    const { kind, found } = sniff(await bytes.read(0, sniffBytes));
    if (kind === 'no-video') throw new VideoUnreadableError({ place, found });
    if (kind === 'gif') return await openGif(bytes);
    const format = kind === 'picture' ? pictureFormat(found) : undefined;
    if (format) return await openPicture(place, await bytes.read(0, bytes.size), format);
    const reader = kind === 'indexed' ? await openIndexed(bytes, found, decoders, signal) : undefined;
    isKept = reader !== undefined && 'read' in reader;
    if (reader && 'read' in reader) return reader;
    return await openSequentialFile(place, await pathOfFile(), found, decoders, signal);
  } finally {
    if (!isKept) await bytes.close();
  }
}

function pathOf(path: string | URL): string {
  const url = isUrl(path) ? path : /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? URL.parse(path) : null;
  if (url === null) return `${path}`;
  if (url.protocol === 'file:') return fileURLToPath(url);
  throw new VideoNotFoundError({
    place: url.href,
    reason: `${url.protocol} addresses are not read; download the file first`,
  });
}

function reasonOf(cause: unknown): { readonly reason?: string } {
  const code = isError(cause) && 'code' in cause ? `${cause.code}` : '';
  return code === '' || code === 'ENOENT' ? {} : { reason: code };
}
