import type { VideoInfo } from '@slowfast/spec';
import type { InputVideoTrack } from 'mediabunny';
import { createPacketInspector } from '../bitstream/packet-inspector.ts';
import type { CodedPacket, FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import type { PictureReader, ReadPicture } from '../picture-reader.ts';
import type { PacketList } from './list-packets.ts';
import { readPackets } from './read-packets.ts';
import { type DecodeRun, planRuns, wholeRun } from './run-planner.ts';

/** What {@link createIndexedReader} reads with. */
export interface IndexedReaderParts {
  readonly place: string;
  readonly info: VideoInfo;
  readonly track: InputVideoTrack;
  readonly packets: PacketList;
  readonly config: StreamConfig;
  readonly decoder: FrameDecoder;
  readonly close: () => Promise<void>;
}

/** Reads pictures through the index of a container: only the packets that the asked frames need are decoded. */
export function createIndexedReader(parts: IndexedReaderParts): PictureReader {
  const { packets, config, decoder, track } = parts;
  const { index } = packets;

  async function* read(indices: readonly number[], signal: AbortSignal): AsyncGenerator<ReadPicture, void> {
    const runs = await verifiedRuns(indices);
    const wanted = new Set(indices.map((frame) => index.orders[index.packetOfFrame[frame]!]!));
    const frameOfOrder = new Map(indices.map((frame) => [index.orders[index.packetOfFrame[frame]!]!, frame]));
    for await (const picture of decoder.decodeRuns(config, packetsOf(runs, wanted), wanted, signal)) {
      const frame = frameOfOrder.get(picture.order);
      if (frame !== undefined) yield { index: frame, image: picture.image };
    }
  }

  /** Containers mark packets as keys that are none: a run only starts where the bitstream agrees. */
  async function verifiedRuns(indices: readonly number[]): Promise<DecodeRun[]> {
    for (;;) {
      const runs = planRuns(index, indices);
      let isSure = true;
      for (const run of runs) {
        if (run.first > 0 && !(await isVerifiedKey(run.first))) {
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
    runs: readonly DecodeRun[],
    wanted: ReadonlySet<number>,
  ): AsyncGenerator<CodedPacket, void> {
    const inspector = createPacketInspector(config);
    for (const run of runs) {
      let at = run.first;
      for await (const packet of readPackets(track, packets, run.first)) {
        const order = index.orders[at]!;
        const startsRun =
          at === run.first ? (inspector.isCleanStart(packet.data) ? 'clean' : 'open') : undefined;
        const isNeeded =
          startsRun !== undefined || wanted.has(order) || !inspector.isUnreferenced(packet.data);
        if (isNeeded) {
          const isKey = index.isKey[at] === 1;
          yield { order, data: packet.data, isKey, ...(startsRun === undefined ? {} : { startsRun }) };
        }
        if (++at > run.last) break;
      }
    }
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
