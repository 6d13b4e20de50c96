import {
  type ByteSource,
  blobBytes,
  bytesInMemory,
  type ContentKeyKind,
  checkedReads,
  httpBytes,
  nameOfBlob,
  printableAddress,
  spoolToBlob,
} from '@slowfast/byte-sources';
import {
  type FoundVideo,
  givenBytes,
  isBlob,
  isByteStream,
  isPictureList,
  isUrl,
  type PictureInput,
  VideoNotFoundError,
  type VideoPlace,
  VideoUnreadableError,
} from '@slowfast/spec';
import { foundBytes, foundVideo } from '../found-video.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { sniffBytes } from '../index/sniff.ts';
import {
  assertPicture,
  keyOfPictures,
  type ListedPicture,
  openPictureList,
} from '../pictures/picture-list.ts';
import { videoFailure } from '../video-failure.ts';
import { openBytes } from './open-bytes.ts';
import { browserPictureDecoder } from './pictures/browser-picture-decoder.ts';
import { webCodecsDecoder } from './web-codecs/web-codecs-decoder.ts';

/** Options of {@link findVideo}. */
export interface FindVideoOptions {
  /** Decoders in order of preference; WebCodecs if absent. */
  readonly decoders?: readonly FrameDecoder[] | undefined;
  /** How much of a file its key is made of: samples if absent. */
  readonly contentKey?: ContentKeyKind | undefined;
  /** Asks servers; the platform's if absent. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stops finding; opening and iterations have signals of their own. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds a video: whether it is there, and where its bytes are. Of a `Blob` and of what is at an address nothing more is read; streams, and
 * what a server sends that answers no ranges, are read to their end and kept as a `Blob`, up to 2 GiB, which the browser may move to its
 * disk.
 *
 * @param place see {@link VideoPlace}. The caller opens what was found, or disposes it.
 * @throws VideoNotFoundError when it can't be reached, or is no place that a page knows.
 * @throws VideoUnreadableError for streams that are too long.
 */
export async function findVideo(place: VideoPlace, options: FindVideoOptions = {}): Promise<FoundVideo> {
  const {
    signal = new AbortController().signal,
    decoders = [webCodecsDecoder()],
    contentKey: kind,
  } = options;
  signal.throwIfAborted();
  if (isPictureList(place)) {
    const list = await givenPictures(place, options);
    return foundVideo({
      contentKey: (keyOptions = {}) => keyOfPictures(list, { kind, signal: keyOptions.signal }),
      read: (openSignal) => openPictureList(list, browserPictureDecoder, openSignal),
      close: async () => undefined,
    });
  }
  const url = addressOf(place);
  const bytes = checkedReads(url ? await addressBytes(url, options, signal) : await dataBytes(place, signal));
  const isAddress = url !== undefined;
  return foundBytes(bytes, kind, (openSignal) =>
    openBytes(bytes, { isAddress, decoders, signal: openSignal }),
  );
}

const spool = spoolToBlob();

function addressBytes(url: URL, { fetch }: FindVideoOptions, signal: AbortSignal): Promise<ByteSource> {
  return httpBytes(url, { fail: videoFailure, spool, signal, fetch });
}

async function dataBytes(place: VideoPlace, signal: AbortSignal): Promise<ByteSource> {
  if (isBlob(place)) return blobBytes(place, videoFailure);
  const given = givenBytes(place);
  if (given) return bytesInMemory(given);
  if (isByteStream(place)) {
    const what = 'a stream';
    return spool(place, { place: what, what, fail: videoFailure, signal });
  }
  const reason = 'expected a Blob, an address, bytes, a stream of bytes, or a list of pictures';
  throw new VideoNotFoundError({ place: `${place}`, reason });
}

/** Relative ones count from the page or the worker. */
function addressOf(place: VideoPlace): URL | undefined {
  if (typeof place !== 'string' && !isUrl(place)) return undefined;
  const url = isUrl(place) ? place : URL.parse(place, globalThis.location?.href);
  if (!url) throw new VideoNotFoundError({ place: `${place}`, reason: 'no address can be made of it' });
  if (url.protocol !== 'file:') return url;
  throw new VideoNotFoundError({
    place: url.href,
    reason: 'pages read no file: addresses; let the file be chosen, and pass the File',
  });
}

/** Pictures in the order given. Those at hand are looked at now, those elsewhere when their turn comes. */
async function givenPictures(list: readonly PictureInput[], options: FindVideoOptions) {
  const place = `a list of ${list.length} pictures`;
  if (list.length === 0) throw new VideoUnreadableError({ place, found: 'no picture' });
  const pictures: ListedPicture[] = [];
  for (const [at, input] of list.entries()) {
    options.signal?.throwIfAborted();
    const url = addressOf(input);
    if (url) {
      pictures.push({
        name: printableAddress(url),
        open: (signal) => addressBytes(url, options, signal),
      });
      continue;
    }
    const name = isBlob(input) ? nameOfBlob(input) : `picture ${at + 1}`;
    const open = (signal: AbortSignal) => dataBytes(input, signal);
    const bytes = await open(options.signal ?? new AbortController().signal);
    assertPicture(name, await bytes.read(0, sniffBytes));
    pictures.push({ name, open });
  }
  return { place, pictures, areMeant: true };
}
