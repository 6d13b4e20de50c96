import type { CodedPacket, StreamConfig } from '../../frame-decoder.ts';
import { element, endlessElement, ids, joined } from './ebml.ts';

const codecIds: Readonly<Record<StreamConfig['codec'], string>> = {
  h264: 'V_MPEG4/ISO/AVC',
  hevc: 'V_MPEGH/ISO/HEVC',
  vp8: 'V_VP8',
  vp9: 'V_VP9',
  av1: 'V_AV1',
  prores: 'V_PRORES',
};

/** The head of a Matroska stream with one video track, whose timestamps are milliseconds. */
export function matroskaHead(config: StreamConfig): Uint8Array {
  const codecPrivate =
    config.codec === 'prores' ? new TextEncoder().encode(config.codecString) : config.description;
  return joined([
    element(ids.ebml, [element(ids.docType, 'matroska')]),
    endlessElement(ids.segment),
    element(ids.info, [element(ids.timestampScale, 1_000_000)]),
    element(ids.tracks, [
      element(ids.trackEntry, [
        element(ids.trackNumber, 1),
        element(ids.trackUid, 1),
        element(ids.trackType, 1),
        element(ids.codecId, codecIds[config.codec]),
        ...(codecPrivate ? [element(ids.codecPrivate, codecPrivate)] : []),
        element(ids.video, [
          element(ids.pixelWidth, config.codedWidth),
          element(ids.pixelHeight, config.codedHeight),
        ]),
      ]),
    ]),
  ]);
}

/** A packet as a cluster of its own, with this timestamp. */
export function matroskaCluster(config: StreamConfig, packet: CodedPacket, timestamp: number): Uint8Array {
  // Matroska keeps ProRes without the size and name that start each packet elsewhere.
  const data = config.codec === 'prores' ? packet.data.subarray(8) : packet.data;
  const blockHead = Uint8Array.of(0x81, 0, 0, packet.isKey ? 0x80 : 0);
  return element(ids.cluster, [
    element(ids.timestamp, timestamp),
    element(ids.simpleBlock, [blockHead, data]),
  ]);
}
