import {
  CustomSource,
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
import type { MediaBytes } from '../media-bytes.ts';

/** A container whose packets can be listed and read at will. */
export interface OpenedContainer {
  /** As its users name it: `mp4`, `mov`, `webm`, `matroska`, `mpegts`. */
  readonly name: string;
  /** Absent when there is no moving picture in it. */
  readonly track: InputVideoTrack | undefined;
  /** Whether there are audio tracks. */
  readonly hasAudio: boolean;
  close(): void;
}

const names: Readonly<Record<string, string>> = {
  MP4: 'mp4',
  'QuickTime File Format': 'mov',
  Matroska: 'matroska',
  WebM: 'webm',
  'MPEG Transport Stream': 'mpegts',
};

/** Opens a container; `undefined` when it can't be read at all. The bytes stay the caller's to close. */
export async function openContainer(bytes: MediaBytes): Promise<OpenedContainer | undefined> {
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
    const [track, audio, format] = [
      await input.getPrimaryVideoTrack(),
      await input.getPrimaryAudioTrack(),
      await input.getFormat(),
    ];
    return {
      name: names[format.name] ?? format.name.toLowerCase(),
      track: track ?? undefined,
      hasAudio: audio !== null,
      close: () => input.dispose(),
    };
  } catch {
    input.dispose();
    return undefined;
  }
}
