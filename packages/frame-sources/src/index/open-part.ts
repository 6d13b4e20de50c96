import type { MediaBytes } from '../media-bytes.ts';
import type { OpenedContainer } from './container.ts';
import { readVisibleRange } from './edit-list.ts';
import type { ReaderSection } from './indexed-reader.ts';
import { isFragmented } from './isobmff-boxes.ts';
import { type ContainerClock, listPackets, type PacketList } from './list-packets.ts';
import { openSections, type SectionObstacle } from './open-sections.ts';

/** The video of one file, or of one of several that were put one behind the other. */
export interface OpenedPart {
  readonly packets: PacketList;
  /** What each section of the packets is read and decoded with. */
  readonly sections: readonly ReaderSection[];
  /** Closes what was opened for it beside the container. */
  close(): void;
}

/** Why a track can't be read through an index. */
export type PartObstacle = SectionObstacle | 'edit-list';

/** Opens the video of a container and lists its packets. The container stays the caller's to close. */
export async function openPart(
  bytes: MediaBytes,
  container: OpenedContainer,
  signal: AbortSignal | undefined,
): Promise<OpenedPart | { readonly obstacle: PartObstacle } | undefined> {
  const { track } = container;
  if (!track) return undefined;
  const opened = await openSections(bytes, container, track);
  if ('obstacle' in opened) return opened;
  const { sections, close } = opened;
  let isKept = false;
  try {
    const clock = await clockOf(bytes, container, track.id);
    if (clock === 'complex') return { obstacle: 'edit-list' };
    const packets = await listPackets(track, clock, sections, signal);
    isKept = true;
    return { packets, sections, close };
  } finally {
    if (!isKept) close();
  }
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
  return { startsAtZero: true, range };
}
