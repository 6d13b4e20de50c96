import type { CodedPacket, StreamConfig } from '../frame-decoder.ts';
import { openContainer } from '../index/container.ts';
import { listPackets } from '../index/list-packets.ts';
import { openSections } from '../index/open-sections.ts';
import { readPackets } from '../index/read-packets.ts';
import { bytesInMemory } from './bytes.ts';
import { clipBytes } from './clips.ts';

/** A packet of a clip. */
export interface ClipPacket extends CodedPacket {
  /** Whether its picture is one of the clip's frames. */
  readonly isShown: boolean;
}

/** All packets of a clip in decode order, as one run, and what they are decoded with: the first configuration, and all. */
export async function openPackets(clip: string): Promise<{
  readonly packets: ClipPacket[];
  readonly config: StreamConfig;
  readonly configs: readonly StreamConfig[];
}> {
  const bytes = bytesInMemory(await clipBytes(clip));
  const container = (await openContainer(bytes))!;
  const opened = await openSections(bytes, container, container.track!);
  if ('obstacle' in opened) throw new Error('It has an index.');
  const { index, ...list } = await listPackets(
    container.track!,
    { startsAtZero: true },
    opened.sections,
    undefined,
  );
  const packets: ClipPacket[] = [];
  for await (const { data } of readPackets(container.track!, { index, ...list }, 0)) {
    const at = packets.length;
    const { orders, isKey, frameOfPacket } = index;
    const run = at === 0 ? { startsRun: 'clean' as const } : {};
    packets.push({
      order: orders[at]!,
      data: data.slice(),
      isKey: isKey[at] === 1,
      isShown: frameOfPacket[at]! >= 0,
      ...run,
    });
  }
  opened.close();
  container.close();
  await bytes.close();
  const configs = opened.sections.map(({ config }) => config);
  return { packets, config: configs[0]!, configs };
}
