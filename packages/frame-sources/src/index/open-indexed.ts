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
import { readVisibleRange } from './edit-list.ts';
import { createIndexedReader } from './indexed-reader.ts';
import { isFragmented } from './isobmff-boxes.ts';
import { type ContainerClock, listPackets, type PacketList } from './list-packets.ts';
import { hasEncryptedMatroska } from './matroska-encryption.ts';
import { withMatroskaTail } from './matroska-tail.ts';
import { openSections, type SectionObstacle } from './open-sections.ts';
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
  readonly obstacle?: { readonly codec: string } | 'edit-list' | 'no-times' | 'descriptions';
}

/**
 * Opens a container with an index: MP4, MOV, Matroska, WebM or MPEG-TS. The reader owns the bytes.
 *
 * @throws NoVideoTrackError, VideoUnreadableError, VideoEncryptedError, DecoderUnavailableError
 */
export async function openIndexed(
  bytes: MediaBytes,
  found: string,
  decoders: readonly FrameDecoder[],
  signal: AbortSignal | undefined,
): Promise<PictureReader | Unindexed> {
  const { place } = bytes;
  const transport = found === 'an MPEG transport stream' ? await steadyTransport(bytes) : undefined;
  const container = await openSafely(transport?.bytes ?? bytes, found);
  const video = transport && !container?.track ? await transportVideo(bytes) : undefined;
  if (await isEncrypted()) {
    container?.close();
    throw new VideoEncryptedError({ place, found: `${found} whose pictures are encrypted` });
  }
  if (!container) return { rotationDegrees: 0 };
  let isKept = false;
  let closeSections: (() => void) | undefined;
  try {
    const { track } = container;
    if (!track) {
      // A transport stream may hold codecs that the index doesn't know; elsewhere they would show as tracks.
      if (transport) return unindexed(0, { codec: video?.codec });
      if (!container.hasAudio) return { rotationDegrees: 0 };
      throw new NoVideoTrackError({ place, found: 'audio only' });
    }
    const rotationDegrees = await track.getRotation();
    const opened = await openSections(bytes, container, track);
    if ('obstacle' in opened) return unindexed(rotationDegrees, opened.obstacle);
    const { sections } = opened;
    closeSections = opened.close;
    const clock = await clockOf(bytes, container, track.id);
    if (clock === 'complex') return unindexed(rotationDegrees, 'edit-list');
    const packets = await listPackets(track, clock, sections, signal);
    if (transport?.lacksTimes(track.id)) return unindexed(rotationDegrees, 'no-times');
    if (packets.index.packetOfFrame.length === 0) {
      throw new VideoUnreadableError({ place, found: `${found} without a single frame` });
    }
    const configs = sections.map(({ config }) => config);
    const decoder = await chooseDecoder(decoders, configs);
    const info = infoOf(rotationDegrees, container.name, configs[0]!, packets);
    isKept = true;
    return createIndexedReader({
      place,
      info,
      packets,
      sections,
      decoder,
      close: async () => {
        opened.close();
        container.close();
        await bytes.close();
      },
    });
  } catch (cause) {
    signal?.throwIfAborted();
    if (isSlowFastError(cause)) throw cause;
    throw new VideoUnreadableError({ place, found: `${found} with a damaged index` }, { cause });
  } finally {
    if (!isKept) {
      closeSections?.();
      container.close();
    }
  }

  /** Encrypted tracks may not show as tracks at all. */
  async function isEncrypted(): Promise<boolean> {
    if (transport) return video !== undefined && (video.isEncrypted || transport.isScrambled(video.stream));
    if (found === 'a Matroska file') return !container?.track && hasEncryptedMatroska(bytes);
    return hasEncryptedSamples(bytes, container?.track?.id);
  }
}

/** What is opened keeps the index reader busy no longer than its size warrants, however damaged it is. */
async function openSafely(bytes: MediaBytes, found: string): Promise<OpenedContainer | undefined> {
  if (found === 'a Matroska file') return openContainer(await withMatroskaTail(bytes));
  return (await hasPlausibleTables(bytes)) ? openContainer(bytes) : undefined;
}

function unindexed(
  rotationDegrees: VideoInfo['rotationDegrees'],
  obstacle: SectionObstacle | 'edit-list' | 'no-times',
): Unindexed {
  if (typeof obstacle === 'string') return { rotationDegrees, obstacle };
  const { codec } = obstacle;
  return { rotationDegrees, ...(codec === undefined ? {} : { obstacle: { codec } }) };
}

/** Movies that are not fragmented count from 0, and may have an edit list; elsewhere a clock may begin anywhere. */
async function clockOf(
  bytes: MediaBytes,
  container: OpenedContainer,
  trackId: number,
): Promise<ContainerClock | 'complex'> {
  if (!container.isIsobmff || (await isFragmented(bytes))) {
    return { startsAtZero: false, otherTracksSeconds: await container.audioStartSeconds() };
  }
  const range = await readVisibleRange(bytes, trackId);
  if (range === 'complex') return range;
  return { startsAtZero: true, ...(range ? { range } : {}) };
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
  container: string,
  config: StreamConfig,
  { index, endSeconds, clockStartSeconds }: PacketList,
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
    container,
    codec: config.codec,
    width: isTurned ? config.codedHeight : config.codedWidth,
    height: isTurned ? config.codedWidth : config.codedHeight,
    rotationDegrees,
    frameCount,
    durationSeconds,
    frameRate: frameCount / durationSeconds,
    frameTimestampsSeconds,
    ...(clockStartSeconds === 0 ? {} : { clockStartSeconds }),
  };
}
