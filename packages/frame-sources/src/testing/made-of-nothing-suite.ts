import { describe, expect, test } from 'vitest';
import type { CodedPacket, FrameDecoder, StreamConfig } from '../frame-decoder.ts';
import { openPackets } from './open-packets.ts';

/** The packets of a clip of two sample descriptions, and the configuration of each. */
async function openTwice(): Promise<{ packets: CodedPacket[]; configs: readonly StreamConfig[] }> {
  const { packets, configs } = await openPackets('h264-two-settings.mp4');
  // Each key packet begins a run.
  const inRuns = packets.map((packet) =>
    packet.isKey ? { ...packet, startsRun: 'clean' as const } : packet,
  );
  return { packets: inRuns, configs };
}

/** What a decoder must not give: pictures of packets that it could not decode. */
export async function describeMadeOfNothing(decoder: FrameDecoder): Promise<void> {
  const { packets, configs } = await openTwice();
  const decoded = async (config: StreamConfig, taken: readonly CodedPacket[]) => {
    async function* source() {
      yield* taken;
    }
    const wanted = new Set(taken.map(({ order }) => order));
    const orders: number[] = [];
    const { signal } = new AbortController();
    for await (const { order } of decoder.decodeRuns(config, source(), wanted, signal)) orders.push(order);
    return orders;
  };
  const [first, second] = [packets.slice(0, 6), packets.slice(6)];

  describe(`${decoder.name}: pictures made of nothing`, () => {
    test('all pictures are there with the configuration that is theirs', async () => {
      expect(await decoded(configs[0]!, first)).toEqual([0, 1, 2, 3, 4, 5]);
      expect(await decoded(configs[1]!, second)).toEqual([6, 7, 8, 9, 10, 11]);
    });

    test('none is there with another configuration, nor without the key packet', async () => {
      expect(await decoded(configs[1]!, first)).toEqual([]);
      expect(await decoded(configs[0]!, second)).toEqual([]);
      expect(await decoded(configs[0]!, first.slice(1))).toEqual([]);
    });
  });
}
