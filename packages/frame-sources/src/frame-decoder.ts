import type { RgbImage, YuvImage } from '@slowfast/images';
import type { VideoInfo } from '@slowfast/spec';

/** What a decoder must know of a stream before its first packet. */
export interface StreamConfig {
  readonly codec: 'h264' | 'hevc' | 'vp8' | 'vp9' | 'av1' | 'prores';
  /** The codec string of WebCodecs, e.g. `avc1.64001f`; for ProRes its four characters. */
  readonly codecString: string;
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** The codec's configuration record (`avcC`, `hvcC`, …); absent where parameters travel in the packets. */
  readonly description?: Uint8Array | undefined;
  /** Colours as tagged in the container; tags inside the stream win. */
  readonly color: ColorTags;
}

/** How a video says its YUV was made; absent where it says nothing. */
export interface ColorTags {
  readonly matrix?: YuvImage['matrix'] | undefined;
  readonly fullRange?: boolean | undefined;
}

/** One compressed picture on its way to a decoder. */
export interface CodedPacket {
  /** Place among all packets of the video in presentation order. It is the packet's timestamp: pictures carry it. */
  readonly order: number;
  readonly data: Uint8Array;
  readonly isKey: boolean;
  /**
   * Set on the first packet of a run. The decoder gives out what it holds and starts anew: `clean` when the packet itself
   * resets a decoder (IDR), `open` when it doesn't (recovery point, CRA).
   */
  readonly startsRun?: 'clean' | 'open' | undefined;
}

/** A decoded picture. Its memory may be the decoder's: it is valid until the next one is asked for. */
export interface DecodedPicture {
  readonly order: number;
  readonly image: YuvImage | RgbImage;
  /** Whether the decoder made up a part of it, or of a picture that it may refer to. */
  readonly isRepaired?: boolean | undefined;
}

/**
 * Something that turns packets into pictures. It knows no files, chooses nothing and seeks nowhere.
 *
 * A decoder never fails on damaged packets: it leaves their pictures out.
 */
export interface FrameDecoder {
  /** Names the decoder for people, e.g. `node-av`. */
  readonly name: string;
  /** What to do about streams that it refuses: the end of a sentence, after a colon; the ways of Node if absent. */
  readonly remedy?: string;
  /** Why such a stream can't be decoded here; absent when it can. */
  refusal(config: StreamConfig): Promise<string | undefined>;
  /**
   * Decodes runs of packets, one run after the other. Packets are taken as fast as pictures are.
   *
   * @param wanted orders of the pictures to give out; the others are decoded only as far as these need them.
   * @returns the wanted pictures of each run in presentation order. Leaving the iteration early frees the decoder.
   */
  decodeRuns(
    config: StreamConfig,
    packets: AsyncIterable<CodedPacket>,
    wanted: ReadonlySet<number>,
    signal: AbortSignal,
  ): AsyncIterable<DecodedPicture>;
  /** Reads containers that have no usable index; absent where a decoder can't read files. */
  readonly files?: FileDecoder;
}

/** What one pass over a file has shown. Width and height are those of pictures as they are stored, not yet upright. */
export interface FileScan extends VideoInfo {
  /** The track that was chosen, for `decodeFile`. */
  readonly track: FileTrack;
}

/** A video track of a file that is read in one pass. */
export interface FileTrack {
  /** Its number among all streams of the file. */
  readonly number: number;
  /** FFmpeg's name of how its samples lie in memory; empty where it is not known. */
  readonly pixelFormat: string;
  /** Whether the scan has met damage; absent where its decoder doesn't need to know. */
  readonly isDamaged?: boolean | undefined;
  /** Where the file is several that lie one behind the other, and its decoder reads them one by one: each of them. */
  readonly parts?: readonly FilePart[] | undefined;
}

/** One of several files in a file. */
export interface FilePart {
  /** Its first byte, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  readonly frameCount: number;
  readonly track: FileTrack;
}

/**
 * Reads a whole file from its start: the only exact way for containers without an index. Pictures come as they are stored:
 * turning them upright is the reader's.
 */
export interface FileDecoder {
  /** Why no file can be read here; absent when files can. */
  refusal(): Promise<string | undefined>;
  /**
   * Counts the pictures of the best video track (`bestTrack`) by decoding all of them.
   *
   * @returns what was found, or `'no-video'`, or `undefined` when the file can't be opened.
   */
  scan(path: string, signal: AbortSignal): Promise<FileScan | 'no-video' | undefined>;
  /**
   * Decodes the file again up to the last wanted picture.
   *
   * @param track as the scan named it.
   * @param wanted frame indices in presentation order, ascending, each once.
   * @returns the wanted pictures; `order` is the frame's index.
   */
  decodeFile(
    path: string,
    track: FileTrack,
    wanted: readonly number[],
    signal: AbortSignal,
  ): AsyncIterable<DecodedPicture>;
}
