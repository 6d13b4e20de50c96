import type { InputVideoTrack } from 'mediabunny';
import type { MediaBytes } from '../media-bytes.ts';
import { type OpenedContainer, openContainer } from './container.ts';
import type { ReaderSection } from './indexed-reader.ts';
import type { ConfiguredPackets } from './list-packets.ts';
import { patchedBytes } from './patched-bytes.ts';
import { readSampleDescriptions } from './sample-descriptions.ts';
import { readStreamConfig } from './stream-config.ts';
import { unknownCodec } from './unknown-codec.ts';

/** A track as sections of packets, each with the decoder configuration that it needs. */
export interface OpenedSections {
  readonly sections: readonly (ReaderSection & ConfiguredPackets)[];
  /** Closes what was opened for them beside the container. */
  close(): void;
}

/** Why the packets of a track can't be decoded through an index. */
export type SectionObstacle = { readonly codec: string | undefined } | 'descriptions';

/** Opens a track: most have one section, those of MP4 files with several sample descriptions have more. */
export async function openSections(
  bytes: MediaBytes,
  container: OpenedContainer,
  track: InputVideoTrack,
): Promise<OpenedSections | { readonly obstacle: SectionObstacle }> {
  const descriptions = container.isIsobmff ? await readSampleDescriptions(bytes, track.id) : undefined;
  if (descriptions === 'in-fragments') return { obstacle: 'descriptions' };
  if (!descriptions) {
    const config = await readStreamConfig(track);
    if (!config) return { obstacle: { codec: await unknownCodec(track) } };
    return { sections: [{ firstNumber: 0, track, config }], close: () => undefined };
  }
  // The demuxer knows one description a track: it reads the file once for each.
  const opened: OpenedContainer[] = [];
  const close = () => {
    for (const each of opened) each.close();
  };
  let isKept = false;
  try {
    const described: ReaderSection[] = [];
    for (const patch of descriptions.patches) {
      const each = await openContainer(patchedBytes(bytes, [patch]), track.id);
      if (each) opened.push(each);
      const config = each?.track && (await readStreamConfig(each.track));
      if (!config) return { obstacle: { codec: each?.track && (await unknownCodec(each.track)) } };
      described.push({ track: each.track, config });
    }
    isKept = true;
    const sections = descriptions.samples.map(({ first, description }) => ({
      firstNumber: first,
      ...described[description]!,
    }));
    return { sections, close };
  } finally {
    if (!isKept) close();
  }
}
