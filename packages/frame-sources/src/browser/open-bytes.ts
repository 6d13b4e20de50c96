import type { ByteSource } from '@slowfast/byte-sources';
import {
  DecoderUnavailableError,
  NoVideoTrackError,
  VideoNotFoundError,
  VideoUnreadableError,
} from '@slowfast/spec';
import type { FrameDecoder } from '../frame-decoder.ts';
import { openGif } from '../gif/gif-reader.ts';
import { openIndexed, type Unindexed } from '../index/open-indexed.ts';
import { type Sniffed, sniff, sniffBytes, unknownFormat, webPage } from '../index/sniff.ts';
import type { PictureReader } from '../picture-reader.ts';
import { openPicture } from '../pictures/open-picture.ts';
import { pictureFormat } from '../pictures/picture-formats.ts';
import { browserPictureDecoder } from './pictures/browser-picture-decoder.ts';
import { browserRemedy } from './remedy.ts';

/** What {@link openBytes} needs. */
export interface OpenBytesOptions {
  /** Whether a server gave them, which may have answered with a page instead. */
  readonly isAddress: boolean;
  readonly decoders: readonly FrameDecoder[];
  readonly signal: AbortSignal;
}

/** Reads the index of a file of any kind. The bytes stay the caller's, and open as long as the reader is. */
export async function openBytes(
  bytes: ByteSource,
  { isAddress, decoders, signal }: OpenBytesOptions,
): Promise<PictureReader> {
  const { place } = bytes;
  const sniffed = sniff(await bytes.read(0, sniffBytes));
  const { kind, found } = sniffed;
  signal.throwIfAborted();
  if (isAddress && found === webPage) {
    throw new VideoNotFoundError({ place, reason: `the server answered with ${webPage}, not with a video` });
  }
  if (kind === 'no-video') throw new VideoUnreadableError({ place, found });
  const shared = { ...bytes, close: async () => undefined };
  if (kind === 'gif') return openGif(shared);
  const format = kind === 'picture' ? pictureFormat(found) : undefined;
  if (format) return openPicture(place, await bytes.read(0, bytes.size), format, browserPictureDecoder);
  const reader =
    kind === 'indexed'
      ? await openIndexed(shared, found, decoders, signal)
      : ({ rotationDegrees: 0 } as const);
  if ('read' in reader) return reader;
  throw unreadable(place, sniffed, reader, decoders);
}

/** What only a decoder that reads files copes with. */
const obstacles = {
  'edit-list': 'whose edit list has several parts',
  'no-times': 'with pictures that have no time',
  descriptions: 'whose fragments have several sample descriptions',
} as const;

/** Containers without an index need a decoder that reads files, and browsers have none. */
function unreadable(
  place: string,
  { kind, found }: Sniffed,
  { obstacle }: Unindexed,
  decoders: readonly FrameDecoder[],
): Error {
  if (kind === 'audio') return new NoVideoTrackError({ place, found: `${found} with audio only` });
  if (typeof obstacle === 'string') {
    return new VideoUnreadableError({ place, found: `${found} ${obstacles[obstacle]}` });
  }
  const isContainer = kind === 'other' && found !== unknownFormat;
  if (obstacle || isContainer) {
    const [codec, lack] = obstacle ? [`${obstacle.codec} in ${found}`, 'decodes'] : [found, 'reads'];
    const tried = decoders.map(({ name }) => `${name} ${lack} none`);
    return new DecoderUnavailableError({ codec, tried, remedy: browserRemedy });
  }
  return new VideoUnreadableError({ place, found: `${found} in which no picture can be decoded` });
}
