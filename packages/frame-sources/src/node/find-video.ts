import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  blobBytes,
  bytesInMemory,
  type ContentKeyKind,
  checkedReads,
  httpBytes,
  nameOfBlob,
  printableAddress,
} from '@slowfast/byte-sources';
import { fileBytes, type LocalBytes, spoolToDisk, withFile } from '@slowfast/byte-sources/node';
import {
  type FoundVideo,
  givenBytes,
  isBlob,
  isByteStream,
  isError,
  isPictureList,
  isUrl,
  type PictureInput,
  VideoNotFoundError,
  type VideoPlace,
  VideoUnreadableError,
} from '@slowfast/spec';
import { foundBytes, foundVideo } from '../found-video.ts';
import type { FrameDecoder } from '../frame-decoder.ts';
import { sniff, sniffBytes } from '../index/sniff.ts';
import { isOtherPictureName, isPictureName } from '../pictures/picture-formats.ts';
import {
  assertPicture,
  keyOfPictures,
  type ListedPicture,
  openPictureList,
  type PictureList,
} from '../pictures/picture-list.ts';
import { videoFailure } from '../video-failure.ts';
import { addressIn } from './address-in.ts';
import { allNodeDecoders } from './decoders.ts';
import { openBytes } from './open-bytes.ts';
import { sharpDecoder } from './pictures/decode-with-sharp.ts';
import { isPipe } from './pipe/is-pipe.ts';
import { readPipe, standardInput } from './pipe/read-pipe.ts';

/** Options of {@link findVideo}. */
export interface FindVideoOptions {
  /** Decoders in order of preference; node-av, then ffmpeg, if absent. */
  readonly decoders?: readonly FrameDecoder[] | undefined;
  /** How much of a file its key is made of: samples if absent. */
  readonly contentKey?: ContentKeyKind | undefined;
  /** Asks servers; the platform's if absent. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Stops finding; opening and iterations have signals of their own. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds a video: whether it is there, and where its bytes are. Nothing of it is read, except that streams, pipes, and what a server
 * sends that answers no ranges, are read to their end: up to 64 MiB of one are kept in memory, more, up to 64 GiB, in a temporary file,
 * which disposing removes. What begins as no video does ends at once.
 *
 * @param place see {@link VideoPlace}. The caller opens what was found, or disposes it.
 * @throws VideoNotFoundError when it is not there, can't be reached, or is no place that Node knows.
 * @throws VideoUnreadableError for devices, and for streams that are empty, begin as no video does or can't be kept.
 */
export async function findVideo(place: VideoPlace, options: FindVideoOptions = {}): Promise<FoundVideo> {
  const { signal = new AbortController().signal } = options;
  signal.throwIfAborted();
  if (isPictureList(place)) return foundPictures(await givenPictures(place, options), options);
  const url = typeof place === 'string' ? addressIn(place) : isUrl(place) ? place : undefined;
  const path = url ? pathOf(url) : typeof place === 'string' ? place : undefined;
  if (path !== undefined) {
    const onSystem = systemPath(path);
    const kind = await pathKind(onSystem);
    if (kind === 'folder') return foundPictures(await picturesOfFolder(path), options);
    if (kind === 'pipe') return found(await pipeBytes(path, signal), false, options);
    // Errors name it as it was given.
    return found({ ...(await bytesOfFile(onSystem)), place: path }, false, options);
  }
  if (url) return found(await addressBytes(url, options, signal), true, options);
  return found(await dataBytes(place, signal), false, options);
}

function found(bytes: LocalBytes, isAddress: boolean, options: FindVideoOptions): FoundVideo {
  const { decoders = allNodeDecoders(), contentKey } = options;
  const checked = checkedReads(bytes);
  return foundBytes(checked, contentKey, (signal) => openBytes(checked, { isAddress, decoders, signal }));
}

function foundPictures(list: PictureList, { contentKey: kind }: FindVideoOptions): FoundVideo {
  return foundVideo({
    contentKey: ({ signal } = {}) => keyOfPictures(list, { kind, signal }),
    read: (signal) => openPictureList(list, sharpDecoder, signal),
    close: async () => undefined,
  });
}

const spool = spoolToDisk();

function checkHead(place: string, what: string): (head: Uint8Array) => void {
  return (head) => {
    if (head.length === 0)
      throw new VideoUnreadableError({ place, found: `${what} that ended without a byte` });
    const { kind, found: seen } = sniff(head);
    if (kind === 'no-video') throw new VideoUnreadableError({ place, found: `${seen} in ${what}` });
  };
}

async function pipeBytes(place: string, signal: AbortSignal): Promise<LocalBytes> {
  const stream = await readPipe(place, signal).catch((cause) => {
    signal.throwIfAborted();
    throw new VideoNotFoundError({ place, reason: `${cause.code ?? cause}` }, { cause });
  });
  const what = 'a pipe';
  return spool(stream, { place, what, fail: videoFailure, signal, checkHead: checkHead(place, what) });
}

async function addressBytes(url: URL, { fetch }: FindVideoOptions, signal: AbortSignal): Promise<LocalBytes> {
  const bytes = await httpBytes(url, { fail: videoFailure, spool, signal, fetch });
  return 'file' in bytes ? (bytes as LocalBytes) : withFile(bytes, videoFailure);
}

async function dataBytes(place: VideoPlace, signal: AbortSignal): Promise<LocalBytes> {
  if (isBlob(place)) return withFile(blobBytes(place, videoFailure), videoFailure);
  const given = givenBytes(place);
  if (given) return withFile(bytesInMemory(given), videoFailure);
  if (isByteStream(place)) {
    const what = 'a stream';
    return spool(place, {
      ...{ place: what, what, fail: videoFailure, signal },
      checkHead: checkHead(what, what),
    });
  }
  const reason = 'expected a path, an address, a Blob, bytes, a stream of bytes, or a list of pictures';
  throw new VideoNotFoundError({ place: `${place}`, reason });
}

/** Standard input by the name that the system has for it, where it has one: a file that it was redirected from is read in any order. */
function systemPath(path: string): string {
  return path === standardInput && process.platform !== 'win32' ? '/dev/stdin' : path;
}

async function bytesOfFile(place: string): Promise<LocalBytes> {
  return fileBytes(place, videoFailure).catch((cause) => {
    throw notThere(place, cause);
  });
}

async function pathKind(place: string): Promise<'file' | 'folder' | 'pipe'> {
  if (place === standardInput) return 'pipe';
  const status = await stat(place).catch((cause) => {
    throw notThere(place, cause);
  });
  if (status.isDirectory()) return 'folder';
  return isPipe(place, status) ? 'pipe' : 'file';
}

function notThere(place: string, cause: unknown): VideoNotFoundError {
  const code = isError(cause) && 'code' in cause ? `${cause.code}` : '';
  const reason = code === '' || code === 'ENOENT' ? {} : { reason: code };
  return new VideoNotFoundError({ place, ...reason }, { cause });
}

/** The path that an address means; undefined for one that is asked over the network. */
function pathOf(url: URL): string | undefined {
  try {
    if (url.protocol === 'file:') return fileURLToPath(url);
  } catch (cause) {
    throw new VideoNotFoundError({ place: url.href, reason: (cause as Error).message }, { cause });
  }
  if (['http:', 'https:', 'data:', 'blob:'].includes(url.protocol)) return undefined;
  throw new VideoNotFoundError({
    place: printableAddress(url),
    reason: `${url.protocol} addresses are not read; https:, http:, file: and data: are`,
  });
}

/** In natural order of their names: `2` before `10`. Pictures of kinds that are not read here are left out, and named. */
async function picturesOfFolder(place: string): Promise<PictureList> {
  const order = new Intl.Collator('en', { numeric: true });
  const names = (await readdir(place)).sort(order.compare);
  const pictures = names
    .filter(isPictureName)
    .map((name): ListedPicture => ({ name, open: () => bytesOfFile(join(place, name)) }));
  const leftOut = names.filter(isOtherPictureName);
  if (pictures.length > 0) return { place, pictures, leftOut, areMeant: false };
  const others = leftOut.length > 0 ? ` that are read (but ${leftOut.slice(0, 3).join(', ')})` : '';
  throw new VideoUnreadableError({ place, found: `a folder without pictures${others}` });
}

/** Pictures in the order given. Those on this machine are looked at now, those elsewhere when their turn comes. */
async function givenPictures(list: readonly PictureInput[], options: FindVideoOptions): Promise<PictureList> {
  const place = `a list of ${list.length} pictures`;
  if (list.length === 0) throw new VideoUnreadableError({ place, found: 'no picture' });
  const pictures: ListedPicture[] = [];
  for (const [at, input] of list.entries()) {
    options.signal?.throwIfAborted();
    const url = typeof input === 'string' ? addressIn(input) : isUrl(input) ? input : undefined;
    const path = url ? pathOf(url) : typeof input === 'string' ? input : undefined;
    if (path === undefined && url) {
      const open = (signal: AbortSignal) => addressBytes(url, options, signal);
      pictures.push({ name: printableAddress(url), open });
      continue;
    }
    const name = path ?? (isBlob(input) ? nameOfBlob(input) : `picture ${at + 1}`);
    const open =
      path === undefined ? (signal: AbortSignal) => dataBytes(input, signal) : () => bytesOfPicture(path);
    await lookAt(name, open);
    pictures.push({ name, open });
  }
  return { place, pictures, areMeant: true };
}

async function bytesOfPicture(path: string): Promise<LocalBytes> {
  const kind = await pathKind(path);
  if (kind === 'file') return bytesOfFile(path);
  throw new VideoUnreadableError({ place: basename(path), found: `a ${kind} in a list of pictures` });
}

async function lookAt(name: string, open: ListedPicture['open']): Promise<void> {
  const bytes = await open(new AbortController().signal);
  try {
    assertPicture(name, await bytes.read(0, sniffBytes));
  } finally {
    await bytes.close();
  }
}
