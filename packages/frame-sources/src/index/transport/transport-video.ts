import type { MediaBytes } from '../../media-bytes.ts';
import { sectionOf, type TransportVideo, videosOf } from './program-tables.ts';
import { packetBytes, packetGrid, streamOf } from './transport-packet.ts';

const mostBytes = 2 ** 20;

/**
 * The first video of an MPEG transport stream by its program map, for messages; `undefined` without one. Looks at the first
 * megabyte.
 */
export async function transportVideo(bytes: MediaBytes): Promise<TransportVideo | undefined> {
  const data = await bytes.read(0, Math.min(bytes.size, mostBytes));
  const { first, step } = packetGrid(data);
  let mapId: number | undefined;
  for (let at = first; at + packetBytes <= data.length; at += step) {
    const packet = data.subarray(at, at + packetBytes);
    const id = streamOf(packet);
    const section = sectionOf(packet);
    if (!section) continue;
    if (id === 0 && section[0] === 0) mapId = ((section[10]! & 31) << 8) | section[11]!;
    if (id === mapId && section[0] === 2) return videosOf(section)[0];
  }
  return undefined;
}
