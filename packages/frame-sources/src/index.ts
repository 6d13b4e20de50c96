export { createFrameSource } from './create-frame-source.ts';
export type {
  CodedPacket,
  ColorTags,
  DecodedPicture,
  FileDecoder,
  FileScan,
  FileTrack,
  FrameDecoder,
  StreamConfig,
} from './frame-decoder.ts';
export { openGif } from './gif/gif-reader.ts';
export { openIndexed, type Unindexed } from './index/open-indexed.ts';
export type { PacketIndex } from './index/packet-index.ts';
export { type DecodeRun, planRuns } from './index/run-planner.ts';
export { type Sniffed, sniff, sniffBytes } from './index/sniff.ts';
export type { MediaBytes } from './media-bytes.ts';
export type { PictureReader, ReadPicture } from './picture-reader.ts';
