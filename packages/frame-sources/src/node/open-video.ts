import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type FrameSource, VideoNotFoundError, VideoUnreadableError } from '@slowfast/spec';
import { createFrameSource } from '../create-frame-source.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { openGif } from '../gif/gif-reader.ts';
import { openIndexed } from '../index/open-indexed.ts';
import { sniff, sniffBytes } from '../index/sniff.ts';
import type { PictureReader } from '../picture-reader.ts';
import { allNodeDecoders } from './decoders.ts';
import { fileBytes } from './file-bytes.ts';
import { openImageFolder } from './image-folder.ts';
import { openPicture } from './pictures/open-picture.ts';
import { pictureFormat } from './pictures/picture-formats.ts';
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
 * file counts its pictures. A still picture is a video of one frame.
 *
 * @param path a path or a `file:` URL. The caller owns the source and disposes it.
 * @throws VideoNotFoundError, VideoUnreadableError, NoVideoTrackError, DecoderUnavailableError
 */
export async function openVideo(path: string | URL, options: OpenVideoOptions = {}): Promise<FrameSource> {
  const place = pathOf(path);
  const signal = options.signal ?? new AbortController().signal;
  const decoders = options.decoders ?? allNodeDecoders();
  signal.throwIfAborted();
  const isFolder = await stat(place).then(
    (status) => status.isDirectory(),
    (cause) => {
      throw new VideoNotFoundError({ place, ...reasonOf(cause) }, { cause });
    },
  );
  const reader = isFolder ? await openImageFolder(place, signal) : await openFile(place, decoders, signal);
  return createFrameSource(reader);
}

async function openFile(
  place: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const bytes = await fileBytes(place).catch((cause) => {
    throw new VideoNotFoundError({ place, ...reasonOf(cause) }, { cause });
  });
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
    return await openSequentialFile(place, found, decoders, signal);
  } finally {
    if (!isKept) await bytes.close();
  }
}

function pathOf(path: string | URL): string {
  const url = path instanceof URL ? path : /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? URL.parse(path) : null;
  if (url === null) return `${path}`;
  if (url.protocol === 'file:') return fileURLToPath(url);
  throw new VideoNotFoundError({
    place: url.href,
    reason: `${url.protocol} addresses are not read; download the file first`,
  });
}

function reasonOf(cause: unknown): { readonly reason?: string } {
  const code = cause instanceof Error && 'code' in cause ? `${cause.code}` : '';
  return code === '' || code === 'ENOENT' ? {} : { reason: code };
}
