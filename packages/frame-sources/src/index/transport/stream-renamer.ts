import { sectionOf, videosOf } from './program-tables.ts';
import { streamOf } from './transport-packet.ts';

/** Follows the tables of a transport stream whose parts may give their videos other numbers (PIDs), as recordings put one behind the other do. */
export interface StreamRenamer {
  /** Takes each packet in the order of the file, with its position. */
  note(packet: Uint8Array, position: number): void;
  /** The number that a packet's stream has in the first part. */
  nameOf(packet: Uint8Array, position: number): number;
}

interface Naming {
  readonly position: number;
  readonly names: ReadonlyMap<number, number>;
}

/**
 * A renamer. Videos of the first tables go on under their numbers; where none of the programs that are listed later has such a number, the
 * video at the same place and of the same codec takes it.
 */
export function createStreamRenamer(): StreamRenamer {
  /** Videos of each program that is listed, by the stream of its map. */
  let programs = new Map<number, readonly Video[] | undefined>();
  let originals: readonly Video[] | undefined;
  const namings: Naming[] = [];

  function decide(position: number): void {
    const listed = [...programs.values()];
    if (listed.length === 0 || listed.includes(undefined)) return;
    const videos = listed.flatMap((each) => each ?? []);
    if (videos.length === 0) return;
    originals ??= videos;
    const isThere = (stream: number) => videos.some((each) => each.stream === stream);
    const names = new Map(
      originals.flatMap(({ type, stream }, place) => {
        const other = isThere(stream) ? undefined : videos.filter((each) => each.type === type)[place];
        return other ? [[other.stream, stream] as const] : [];
      }),
    );
    const last = namings.at(-1)?.names ?? new Map();
    const isSame = names.size === last.size && [...names].every(([from, to]) => last.get(from) === to);
    if (!isSame) namings.push({ position, names });
  }

  return {
    note(packet, position) {
      const stream = streamOf(packet);
      if (stream !== 0 && !programs.has(stream)) return;
      const section = sectionOf(packet);
      if (!section) return;
      if (stream === 0 && section[0] === 0) {
        programs = new Map(mapsOf(section).map((map) => [map, programs.get(map)]));
      } else if (section[0] === 2) {
        programs.set(stream, videosOf(section));
        decide(position);
      }
    },
    nameOf(packet, position) {
      const stream = streamOf(packet);
      const naming = namings.findLast((each) => each.position <= position);
      return naming?.names.get(stream) ?? stream;
    },
  };
}

interface Video {
  readonly type: number;
  readonly stream: number;
}

/** The streams that hold the maps of the programs. Program 0 is the network. Source: ISO/IEC 13818-1, table 2-30. */
function mapsOf(section: Uint8Array): number[] {
  const end = Math.min(section.length, 3 + (((section[1]! & 15) << 8) | section[2]!) - 4);
  const maps: number[] = [];
  for (let at = 8; at + 4 <= end; at += 4) {
    const program = (section[at]! << 8) | section[at + 1]!;
    if (program !== 0) maps.push(((section[at + 2]! & 31) << 8) | section[at + 3]!);
  }
  return maps;
}
