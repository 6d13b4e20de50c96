import {
  DecoderUnavailableError,
  type FrameSource,
  NoVideoTrackError,
  VideoNotFoundError,
  VideoUnreadableError,
} from '@slowfast/spec';
import { createFrameSource } from '../create-frame-source.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { openGif } from '../gif/gif-reader.ts';
import { openIndexed, type Unindexed } from '../index/open-indexed.ts';
import { type Sniffed, sniff, sniffBytes, unknownFormat, webPage } from '../index/sniff.ts';
import type { PictureReader } from '../picture-reader.ts';
import { blobBytes } from './blob-bytes.ts';
import { type FetchedBytes, httpBytes } from './http-bytes.ts';
import { browserRemedy } from './remedy.ts';
import { webCodecsDecoder } from './web-codecs/web-codecs-decoder.ts';

/** What {@link openVideo} may be told. */
export interface OpenVideoOptions {
  /** Decoders in order of preference; WebCodecs if absent. */
  readonly decoders?: readonly FrameDecoder[];
  /** Stops opening; iterations have signals of their own. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a video or a GIF and reads its index; no picture is decoded for it. Reads MP4, MOV, Matroska, WebM and MPEG-TS with the
 * codecs that this browser decodes.
 *
 * Of a `Blob` only what is needed comes into memory. An address is read by ranges, half a megabyte at a time, of which 16 MiB
 * are kept; where the server answers no ranges, it is read whole into a `Blob`, which the browser may keep on disk.
 *
 * @param place a `Blob` or `File`, or an address that `fetch` knows; a string is an address, relative ones too.
 * The caller owns the source and disposes it.
 * @throws VideoNotFoundError, VideoUnreadableError, VideoEncryptedError, NoVideoTrackError, DecoderUnavailableError
 */
export async function openVideo(
  place: Blob | URL | string,
  options: OpenVideoOptions = {},
): Promise<FrameSource> {
  const signal = options.signal ?? new AbortController().signal;
  const decoders = options.decoders ?? [webCodecsDecoder()];
  signal.throwIfAborted();
  const bytes = place instanceof Blob ? bytesOfBlob(place) : await bytesAt(place, signal);
  return createFrameSource(await openBytes(bytes, !(place instanceof Blob), decoders, signal));
}

async function openBytes(
  bytes: FetchedBytes,
  isAddress: boolean,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal,
): Promise<PictureReader> {
  const { place } = bytes;
  let isKept = false;
  try {
    const sniffed = sniff(await bytes.read(0, sniffBytes));
    signal.throwIfAborted();
    if (isAddress && sniffed.found === webPage) {
      throw new VideoNotFoundError({
        place,
        reason: `the server answered with ${webPage}, not with a video`,
      });
    }
    if (sniffed.kind === 'no-video' || sniffed.kind === 'picture')
      throw new VideoUnreadableError({ place, found: sniffed.found });
    if (sniffed.kind === 'gif') return await openGif(bytes);
    const reader =
      sniffed.kind === 'indexed'
        ? await openIndexed(bytes, sniffed.found, decoders, signal)
        : ({ rotationDegrees: 0 } as const);
    bytes.checkReads();
    if (!('read' in reader)) throw unreadable(place, sniffed, reader, decoders);
    isKept = true;
    return withCheckedReads(reader, bytes);
  } catch (error) {
    signal.throwIfAborted();
    bytes.checkReads();
    throw error;
  } finally {
    if (!isKept) await bytes.close();
  }
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

/** A read that fails is not taken for damage: the iteration ends with what the network said. */
function withCheckedReads(reader: PictureReader, bytes: FetchedBytes): PictureReader {
  return {
    ...reader,
    async *read(indices, signal) {
      for await (const picture of reader.read(indices, signal)) {
        bytes.checkReads();
        yield picture;
      }
      bytes.checkReads();
    },
  };
}

function bytesOfBlob(blob: Blob): FetchedBytes {
  const place = blob instanceof File && blob.name !== '' ? blob.name : 'a Blob';
  return { ...blobBytes(blob, place), checkReads: () => undefined };
}

function bytesAt(place: URL | string, signal: AbortSignal): Promise<FetchedBytes> {
  const url = place instanceof URL ? place : URL.parse(place, globalThis.location?.href);
  if (!url) throw new VideoNotFoundError({ place: `${place}`, reason: 'no address can be made of it' });
  if (url.protocol === 'file:') {
    throw new VideoNotFoundError({
      place: url.href,
      reason: 'pages read no file: addresses; let the file be chosen, and pass the File',
    });
  }
  return httpBytes(url, url.protocol === 'data:' ? 'a data: address' : url.href, signal);
}
