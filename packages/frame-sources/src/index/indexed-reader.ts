import type { VideoInfo } from '@slowfast/spec';
import type { InputVideoTrack } from 'mediabunny';
import { createPacketInspector } from '../bitstream/packet-inspector.ts';
import type { CodedPacket, FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';
import type { PacketList } from './list-packets.ts';
import { sectionOf } from './packet-index.ts';
import { readPackets } from './read-packets.ts';
import { type DecodeRun, planRuns, wholeRun } from './run-planner.ts';

/** What {@link createIndexedReader} reads with. */
export interface IndexedReaderParts {
  readonly place: string;
  readonly info: VideoInfo;
  readonly packets: PacketList;
  /** What each section of the index is read and decoded with. */
  readonly sections: readonly ReaderSection[];
  readonly decoder: FrameDecoder;
  readonly close: () => Promise<void>;
}

/** Packets that share a configuration, and the track that gives them; tracks of several sections may be the same. */
export interface ReaderSection {
  readonly track: InputVideoTrack;
  readonly config: StreamConfig;
}

/** Reads pictures through the index of a container: only the packets that the asked frames need are decoded. */
export function createIndexedReader(parts: IndexedReaderParts): PictureReader {
  const { packets, decoder } = parts;
  const { index } = packets;

  async function* read(indices: readonly number[], signal: AbortSignal): AsyncGenerator<ReadPicture, void> {
    const runs = await verifiedRuns(indices);
    const wanted = new Set(indices.map((frame) => index.orders[index.packetOfFrame[frame]!]!));
    const frameOfOrder = new Map(indices.map((frame) => [index.orders[index.packetOfFrame[frame]!]!, frame]));
    for (const [section, own] of bySection(runs)) {
      const { config } = section;
      const coded = packetsOf(section, own, wanted);
      for await (const picture of decoder.decodeRuns(config, coded, wanted, signal)) {
        const frame = frameOfOrder.get(picture.order);
        if (frame !== undefined) yield { ...picture, index: frame };
      }
    }
  }

  /** Runs that follow each other in one section go to the decoder together. */
  function bySection(runs: readonly DecodeRun[]): [ReaderSection, DecodeRun[]][] {
    const groups: [ReaderSection, DecodeRun[]][] = [];
    for (const run of runs) {
      const section = sectionOfPacket(run.first);
      const last = groups.at(-1);
      if (last?.[0] === section) last[1].push(run);
      else groups.push([section, [run]]);
    }
    return groups;
  }

  function sectionOfPacket(packet: number): ReaderSection {
    return parts.sections[sectionOf(index, packet)]!;
  }

  /** Containers mark packets as keys that are none: a run only starts where the bitstream agrees. */
  async function verifiedRuns(indices: readonly number[]): Promise<DecodeRun[]> {
    for (;;) {
      const runs = planRuns(index, indices);
      let isSure = true;
      for (const run of runs) {
        if (!index.sectionStarts.includes(run.first) && !(await isVerifiedKey(run.first))) {
          index.isKey[run.first] = 0;
          isSure = false;
        }
      }
      if (isSure) return runs;
    }
  }

  const verified = new Set<number>();

  async function isVerifiedKey(at: number): Promise<boolean> {
    if (verified.has(at)) return true;
    const { track } = sectionOfPacket(at);
    const from = readPackets(track, packets, at);
    const { value: packet } = await from.next();
    await from.return();
    // What can't be read proves nothing: the run then is damaged, not misplaced.
    const type = packet && (await track.determinePacketType(packet).catch(() => null));
    if (type === 'delta') return false;
    verified.add(at);
    return true;
  }

  async function* packetsOf(
    { track, config }: ReaderSection,
    runs: readonly DecodeRun[],
    wanted: ReadonlySet<number>,
  ): AsyncGenerator<CodedPacket, void> {
    const inspector = createPacketInspector(config);
    for (const run of runs) {
      for await (const { at, data } of wholePictures(track, run)) {
        const order = index.orders[at]!;
        const startsRun = at === run.first ? (inspector.isCleanStart(data) ? 'clean' : 'open') : undefined;
        const isNeeded = startsRun !== undefined || wanted.has(order) || !inspector.isUnreferenced(data);
        if (isNeeded) {
          const isKey = index.isKey[at] === 1;
          yield { order, data, isKey, startsRun };
        }
      }
    }
  }

  /** The packets of a run, those of two fields in one. */
  async function* wholePictures(
    track: InputVideoTrack,
    run: DecodeRun,
  ): AsyncGenerator<{ readonly at: number; readonly data: Uint8Array }, void> {
    let at = run.first;
    let first: { readonly at: number; readonly data: Uint8Array } | undefined;
    for await (const { data } of readPackets(track, packets, run.first)) {
      const isSecond = first !== undefined && index.isSecondField[at] === 1;
      if (first) yield isSecond ? { at: first.at, data: joined(first.data, data) } : first;
      first = isSecond ? undefined : { at, data };
      at++;
      if (at > run.last && index.isSecondField[at] !== 1) break;
    }
    if (first) yield first;
  }

  return {
    place: parts.place,
    info: parts.info,
    read,
    *neighbours(frame) {
      const own = wholeRun(index, frame).frames;
      yield own;
      let before = own[0]! - 1;
      let after = own.at(-1)! + 1;
      while (before >= 0 || after < parts.info.frameCount) {
        if (before >= 0) {
          const group = wholeRun(index, before).frames;
          yield group;
          before = Math.min(before, group[0]!) - 1;
        }
        if (after < parts.info.frameCount) {
          const group = wholeRun(index, after).frames;
          yield group;
          after = Math.max(after, group.at(-1)!) + 1;
        }
      }
    },
    close: parts.close,
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
