import {
  CustomSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  Logging,
  LogLevel,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
} from 'mediabunny';
import { bestTrack } from '../best-track.ts';
import type { MediaBytes } from '../media-bytes.ts';

/** A container whose packets can be listed and read at will. */
export interface OpenedContainer {
  /** As its users name it: `mp4`, `mov`, `webm`, `matroska`, `mpegts`. */
  readonly name: string;
  /** Whether it is MP4 or QuickTime. */
  readonly isIsobmff: boolean;
  /** The one that is meant where there are several; absent when there is no moving picture in it. */
  readonly track: InputVideoTrack | undefined;
  /** Whether there are audio tracks. */
  readonly hasAudio: boolean;
  /** Where the first audio track to begin begins on the container's clock, in seconds; `Infinity` without any. */
  audioStartSeconds(): Promise<number>;
  close(): void;
}

const names: Readonly<Record<string, string>> = {
  MP4: 'mp4',
  'QuickTime File Format': 'mov',
  Matroska: 'matroska',
  WebM: 'webm',
  'MPEG Transport Stream': 'mpegts',
};

/**
 * Opens a container; `undefined` when it can't be read at all. The bytes stay the caller's to close.
 *
 * @param trackId the track that is meant; chosen if absent.
 */
export async function openContainer(
  bytes: MediaBytes,
  trackId?: number,
): Promise<OpenedContainer | undefined> {
  // What it would print on the console is told by our errors.
  Logging.level = LogLevel.Silent;
  const input = new Input({
    formats: [MP4, QTFF, MATROSKA, WEBM, MPEG_TS],
    source: new CustomSource({
      getSize: () => bytes.size,
      read: (start, end) => bytes.read(start, end),
      prefetchProfile: 'fileSystem',
      // The read that meets a failure reports it; one that nobody waits for must not end the process.
      handleUnhandledError: () => undefined,
    }),
  });
  try {
    if (!(await input.canRead())) {
      input.dispose();
      return undefined;
    }
    const tracks = await input.getVideoTracks();
    const [audio, format] = [await input.getAudioTracks(), await input.getFormat()];
    const name = names[format.name] ?? format.name.toLowerCase();
    return {
      name,
      isIsobmff: name === 'mp4' || name === 'mov',
      track: trackId === undefined ? await chosenTrack(tracks) : tracks.find(({ id }) => id === trackId),
      hasAudio: audio.length > 0,
      audioStartSeconds: async () => {
        // An audio track that can't be read begins nowhere.
        const starts = audio.map((each) => each.getFirstTimestamp().catch(() => Number.POSITIVE_INFINITY));
        return Math.min(...(await Promise.all(starts)), Number.POSITIVE_INFINITY);
      },
      close: () => input.dispose(),
    };
  } catch {
    input.dispose();
    return undefined;
  }
}

async function chosenTrack(tracks: readonly InputVideoTrack[]): Promise<InputVideoTrack | undefined> {
  if (tracks.length < 2) return tracks[0];
  const facts = tracks.map(async (track) => ({
    track,
    isDefault: (await track.getDisposition()).default,
    isStill: !(await hasSeveralPictures(track)),
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
  }));
  return bestTrack(await Promise.all(facts))?.track;
}

async function hasSeveralPictures(track: InputVideoTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track);
  const first = await sink.getFirstPacket({ metadataOnly: true });
  return first !== null && (await sink.getNextPacket(first, { metadataOnly: true })) !== null;
}
