import {
  DecoderUnavailableError,
  isSlowFastError,
  NoVideoTrackError,
  VideoEncryptedError,
  type VideoInfo,
  VideoUnreadableError,
} from '@slowfast/spec';
import type { FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import type { MediaBytes } from '../media-bytes.ts';
import type { PictureReader } from '../picture-reader.ts';
import { type OpenedContainer, openContainer } from './container.ts';
import { fileParts } from './file-parts.ts';
import { createIndexedReader } from './indexed-reader.ts';
import { clockGoesBack, endOf, joinLists } from './join-lists.ts';
import { openLaterParts } from './later-parts.ts';
import type { PacketList } from './list-packets.ts';
import { hasEncryptedMatroska } from './matroska-encryption.ts';
import { withMatroskaTail } from './matroska-tail.ts';
import { type OpenedPart, openPart, type PartObstacle } from './open-part.ts';
import { hasEncryptedSamples } from './sample-descriptions.ts';
import { hasPlausibleTables } from './sample-tables.ts';
import { steadyTransport } from './transport/steady-transport.ts';
import { transportVideo } from './transport/transport-video.ts';

/** Why a video can't be read through an index, though a decoder that reads files may manage. */
export interface Unindexed {
  readonly rotationDegrees: VideoInfo['rotationDegrees'];
  /**
   * What stands against it, where a container was recognised: a codec that the index doesn't know, several edits, pictures without
   * a time, several sample descriptions in a fragmented file.
   */
  readonly obstacle?: { readonly codec: string } | 'edit-list' | 'no-times' | 'descriptions' | undefined;
}

/**
 * Opens a container with an index: MP4, MOV, Matroska, WebM or MPEG-TS. The reader owns the bytes.
 *
 * @throws NoVideoTrackError, VideoUnreadableError, VideoEncryptedError, DecoderUnavailableError
 */
export function openIndexed(
  bytes: MediaBytes,
  found: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal | undefined,
): Promise<PictureReader | Unindexed> {
  return openFile(bytes, found, decoders, false, signal);
}

/** @param isThorough whether to look for files that lie behind the first one; otherwise a clock that goes back tells of them. */
async function openFile(
  bytes: MediaBytes,
  found: string,
  decoders: readonly FrameDecoder[],
  isThorough: boolean,
  signal: AbortSignal | undefined,
): Promise<PictureReader | Unindexed> {
  const { place } = bytes;
  const isMatroska = found === 'a Matroska file';
  const transport = found === 'an MPEG transport stream' ? await steadyTransport(bytes) : undefined;
  const [whole, ...laterFiles] = transport
    ? [transport.bytes]
    : await fileParts(bytes, isMatroska, isThorough);
  const container = await openSafely(whole!, isMatroska);
  const video = transport && !container?.track ? await transportVideo(bytes) : undefined;
  if (await isEncrypted()) {
    container?.close();
    throw new VideoEncryptedError({ place, found: `${found} whose pictures are encrypted` });
  }
  if (!container) return { rotationDegrees: 0 };
  const opened: OpenedPart[] = [];
  const close = () => {
    for (const part of opened) part.close();
    container.close();
  };
  let isKept = false;
  try {
    const { track } = container;
    if (!track) {
      // A transport stream may hold codecs that the index doesn't know; elsewhere they would show as tracks.
      if (transport) return unindexed(0, { codec: video?.codec });
      if (!container.hasAudio) return { rotationDegrees: 0 };
      throw new NoVideoTrackError({ place, found: 'audio only' });
    }
    const rotationDegrees = await track.getRotation();
    const part = await openPart(whole!, container, signal);
    if (!part || 'obstacle' in part)
      return unindexed(rotationDegrees, part?.obstacle ?? { codec: undefined });
    opened.push(part);
    // A picture may reach over several units of the stream; one that begins in a unit without a time ends the list.
    const lacksTimes = part.packets.isCutShort && transport?.lacksTimes(track.id);
    if (lacksTimes) return unindexed(rotationDegrees, 'no-times');
    if (part.packets.index.packetOfFrame.length === 0) {
      throw new VideoUnreadableError({ place, found: `${found} without a single frame` });
    }
    const isSuspect = !isThorough && !transport && laterFiles.length === 0 && clockGoesBack(part.packets);
    if (isSuspect) return await openFile(bytes, found, decoders, true, signal);
    opened.push(...(await openLaterParts(laterFiles, isMatroska, signal)));
    const packets = joinLists(opened.map((each) => each.packets));
    const sections = opened.flatMap((each) =>
      each.sections.slice(0, each.packets.index.sectionStarts.length),
    );
    const configs = sections.map(({ config }) => config);
    const decoder = await chooseDecoder(decoders, configs);
    const info = infoOf(rotationDegrees, container, configs[0]!, packets);
    isKept = true;
    return createIndexedReader({
      place,
      info,
      packets,
      sections,
      decoder,
      close: async () => {
        close();
        await bytes.close();
      },
    });
  } catch (cause) {
    signal?.throwIfAborted();
    if (isSlowFastError(cause)) throw cause;
    throw new VideoUnreadableError({ place, found: `${found} with a damaged index` }, { cause });
  } finally {
    if (!isKept) close();
  }

  /** Encrypted tracks may not show as tracks at all. */
  async function isEncrypted(): Promise<boolean> {
    if (transport) return video !== undefined && (video.isEncrypted || transport.isScrambled(video.stream));
    if (isMatroska) return !container?.track && hasEncryptedMatroska(bytes);
    return hasEncryptedSamples(bytes, container?.track?.id);
  }
}

/** What is opened keeps the index reader busy no longer than its size warrants, however damaged it is. */
async function openSafely(bytes: MediaBytes, isMatroska: boolean): Promise<OpenedContainer | undefined> {
  if (isMatroska) return openContainer(await withMatroskaTail(bytes));
  return (await hasPlausibleTables(bytes)) ? openContainer(bytes) : undefined;
}

function unindexed(
  rotationDegrees: VideoInfo['rotationDegrees'],
  obstacle: PartObstacle | 'no-times',
): Unindexed {
  if (typeof obstacle === 'string') return { rotationDegrees, obstacle };
  const { codec } = obstacle;
  return { rotationDegrees, obstacle: codec === undefined ? undefined : { codec } };
}

/** The first decoder that decodes all of the configurations. */
async function chooseDecoder(
  decoders: readonly FrameDecoder[],
  configs: readonly StreamConfig[],
): Promise<FrameDecoder> {
  const tried: string[] = [];
  for (const decoder of decoders) {
    const refusals = await Promise.all(configs.map((config) => decoder.refusal(config)));
    const refusal = refusals.find((each) => each !== undefined);
    if (refusal === undefined) return decoder;
    tried.push(refusal);
  }
  const remedy = decoders.find((decoder) => decoder.remedy)?.remedy;
  throw new DecoderUnavailableError({ codec: configs[0]!.codec, tried, ...(remedy ? { remedy } : {}) });
}

function infoOf(
  rotationDegrees: VideoInfo['rotationDegrees'],
  container: Pick<OpenedContainer, 'name' | 'hasAudio'>,
  config: StreamConfig,
  packets: PacketList,
): VideoInfo {
  const { index, clockStartSeconds } = packets;
  const isTurned = rotationDegrees === 90 || rotationDegrees === 270;
  const frameTimestampsSeconds = Float64Array.from(
    index.packetOfFrame,
    (packet) => index.timestampsSeconds[packet]!,
  );
  const frameCount = frameTimestampsSeconds.length;
  const durationSeconds = endOf(packets) - frameTimestampsSeconds[0]!;
  return {
    container: container.name,
    codec: config.codec,
    width: isTurned ? config.codedHeight : config.codedWidth,
    height: isTurned ? config.codedWidth : config.codedHeight,
    rotationDegrees,
    frameCount,
    durationSeconds,
    frameRate: frameCount / durationSeconds,
    hasAudio: container.hasAudio,
    frameTimestampsSeconds,
    ...(clockStartSeconds === 0 ? {} : { clockStartSeconds }),
  };
}
