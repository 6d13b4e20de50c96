import {
  DecoderUnavailableError,
  isSlowFastError,
  NoVideoTrackError,
  type VideoInfo,
  VideoUnreadableError,
} from '@slowfast/spec';
import type { FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import type { MediaBytes } from '../media-bytes.ts';
import type { PictureReader } from '../picture-reader.ts';
import { type OpenedContainer, openContainer } from './container.ts';
import { createIndexedReader } from './indexed-reader.ts';
import { listPackets, type PacketList } from './list-packets.ts';
import { withMatroskaTail } from './matroska-tail.ts';
import { hasPlausibleTables } from './sample-tables.ts';
import { readStreamConfig } from './stream-config.ts';
import { transportCodec } from './transport-codec.ts';
import { unknownCodec } from './unknown-codec.ts';

/** Why a video can't be read through an index, though a decoder that reads files may manage. */
export interface Unindexed {
  readonly rotationDegrees: VideoInfo['rotationDegrees'];
  /** What stands against it, where a container was recognised: a codec that the index doesn't know, several edits. */
  readonly obstacle?: { readonly codec: string } | 'edit-list';
}

/**
 * Opens a container with an index: MP4, MOV, Matroska, WebM or MPEG-TS. The reader owns the bytes.
 *
 * @throws NoVideoTrackError, VideoUnreadableError, DecoderUnavailableError
 */
export async function openIndexed(
  bytes: MediaBytes,
  found: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal | undefined,
): Promise<PictureReader | Unindexed> {
  const { place } = bytes;
  const container = await openSafely(bytes, found);
  if (!container) return { rotationDegrees: 0 };
  let isKept = false;
  try {
    const { track } = container;
    if (!track) {
      // A transport stream may hold codecs that the index doesn't know; elsewhere they would show as tracks.
      if (container.name === 'mpegts') return unindexed(0, await transportCodec(bytes));
      if (!container.hasAudio) return { rotationDegrees: 0 };
      throw new NoVideoTrackError({ place, found: 'audio only' });
    }
    const rotationDegrees = await track.getRotation();
    const config = await readStreamConfig(track);
    const isIsobmff = container.name === 'mp4' || container.name === 'mov';
    if (!config) return unindexed(rotationDegrees, await unknownCodec(track));
    const packets = await listPackets(track, bytes, isIsobmff, signal);
    if (!packets) return { rotationDegrees, obstacle: 'edit-list' };
    if (packets.index.packetOfFrame.length === 0) {
      throw new VideoUnreadableError({ place, found: `${found} without a single frame` });
    }
    const decoder = await chooseDecoder(decoders, config);
    const info = infoOf(rotationDegrees, container, config, packets);
    isKept = true;
    return createIndexedReader({
      place,
      info,
      track,
      packets,
      config,
      decoder,
      close: async () => {
        container.close();
        await bytes.close();
      },
    });
  } catch (cause) {
    signal?.throwIfAborted();
    if (isSlowFastError(cause)) throw cause;
    throw new VideoUnreadableError({ place, found: `${found} with a damaged index` }, { cause });
  } finally {
    if (!isKept) container.close();
  }
}

/** What is opened keeps the index reader busy no longer than its size warrants, however damaged it is. */
async function openSafely(bytes: MediaBytes, found: string): Promise<OpenedContainer | undefined> {
  if (found === 'a Matroska file') return openContainer(await withMatroskaTail(bytes));
  return (await hasPlausibleTables(bytes)) ? openContainer(bytes) : undefined;
}

function unindexed(rotationDegrees: VideoInfo['rotationDegrees'], codec: string | undefined): Unindexed {
  return { rotationDegrees, ...(codec === undefined ? {} : { obstacle: { codec } }) };
}

async function chooseDecoder(decoders: readonly FrameDecoder[], config: StreamConfig): Promise<FrameDecoder> {
  const tried: string[] = [];
  for (const decoder of decoders) {
    const refusal = await decoder.refusal(config);
    if (refusal === undefined) return decoder;
    tried.push(refusal);
  }
  const remedy = decoders.find((decoder) => decoder.remedy)?.remedy;
  throw new DecoderUnavailableError({ codec: config.codec, tried, ...(remedy ? { remedy } : {}) });
}

function infoOf(
  rotationDegrees: VideoInfo['rotationDegrees'],
  container: Pick<OpenedContainer, 'name' | 'hasAudio'>,
  config: StreamConfig,
  { index, endSeconds }: PacketList,
): VideoInfo {
  const isTurned = rotationDegrees === 90 || rotationDegrees === 270;
  const frameTimestampsSeconds = Float64Array.from(
    index.packetOfFrame,
    (packet) => index.timestampsSeconds[packet]!,
  );
  const frameCount = frameTimestampsSeconds.length;
  const firstSeconds = frameTimestampsSeconds[0]!;
  const lastSeconds = frameTimestampsSeconds.at(-1)!;
  // Where the container gives the last picture no duration, it gets an average one.
  const step = frameCount > 1 ? (lastSeconds - firstSeconds) / (frameCount - 1) : 0;
  const durationSeconds =
    (endSeconds > lastSeconds ? endSeconds : lastSeconds + (step || 1 / 25)) - firstSeconds;
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
  };
}
