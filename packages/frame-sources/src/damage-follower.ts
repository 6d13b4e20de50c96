import { createPacketInspector } from './bitstream/packet-inspector.ts';
import type { CodedPacket, StreamConfig } from './frame-decoder.ts';

/**
 * What is known of a decoded picture: `whole`; `repaired` where the decoder made up a part of it, or where it may refer to a picture that
 * is damaged or did not come out; `nothing` where the decoder has nothing to go by, as before the first key packet.
 */
export type Verdict = 'whole' | 'repaired' | 'nothing';

/** Tells of pictures whether they are whole. */
export interface DamageJudge {
  /** Whether a picture can be told of. */
  isKnown(order: number): boolean;
  /** Tells of a picture once; `undefined` until all that it may refer to have come out, or will not. */
  take(order: number): Verdict | undefined;
}

/** Follows damage from picture to picture. FFmpeg marks those that it repairs, and none that refers to them. */
export interface DamageFollower extends DamageJudge {
  /** Takes each packet on its way to the decoder, in decode order. */
  sent(packet: CodedPacket): void;
  /**
   * Takes each picture that comes out, wanted or not, in presentation order.
   *
   * @param isMarked whether the decoder says that it is damaged.
   */
  came(order: number, isMarked: boolean): void;
  /** The decoder has given all that it held. */
  flushed(): void;
}

interface Sent {
  readonly packet: Pick<CodedPacket, 'order' | 'isKey' | 'startsRun'>;
  readonly isReference: boolean;
  state: 'awaited' | 'whole' | 'marked' | 'lost';
}

/**
 * A follower for the pictures of a stream. Damage reaches all that is decoded after it, up to the next key packet, and those that come
 * after that packet and are shown before it. A picture that no other refers to keeps its damage to itself.
 */
export function followDamage(config: StreamConfig, wanted: ReadonlySet<number>): DamageFollower {
  const inspector = createPacketInspector(config);
  /** In decode order, from the first whose fate is open. */
  const open: Sent[] = [];
  const verdicts = new Map<number, Verdict>();
  let keyOrder = Number.NEGATIVE_INFINITY;
  /** Damage before the last key packet, since then, and among what is shown before it. */
  let reachesEarlier = false;
  let reachesOwn = false;
  let reachesLeading = false;
  /** Whether there was anything to go by: a run may begin in the middle of a group. */
  let hasBegun = true;

  function settle({ packet, isReference, state }: Sent): void {
    const { order, isKey, startsRun } = packet;
    if (startsRun) {
      reachesEarlier = reachesOwn = reachesLeading = false;
      hasBegun = isKey || startsRun === 'clean';
    } else if (isKey) {
      reachesEarlier = reachesOwn;
      reachesOwn = reachesLeading = false;
    }
    if (startsRun || isKey) keyOrder = order;
    const isLeading = order < keyOrder;
    const isReached = reachesOwn || (isLeading && (reachesEarlier || reachesLeading));
    const isDamaged = state !== 'whole';
    if (wanted.has(order)) {
      verdicts.set(order, !isDamaged && !isReached ? 'whole' : hasBegun ? 'repaired' : 'nothing');
    }
    if (!isDamaged || isKey) hasBegun = true;
    if (!isDamaged || !isReference || !hasBegun) return;
    if (isLeading) reachesLeading = true;
    else reachesOwn = true;
  }

  function settleAll(): void {
    while (open[0] && open[0].state !== 'awaited') settle(open.shift()!);
  }

  return {
    sent({ order, isKey, startsRun, data }) {
      const packet = { order, isKey, startsRun };
      const state = inspector.isHidden(data) ? 'whole' : 'awaited';
      open.push({ packet, isReference: !inspector.isUnreferenced(data), state });
    },
    came(order, isMarked) {
      for (const sent of open) {
        if (sent.packet.order === order) sent.state = isMarked ? 'marked' : 'whole';
        // Pictures come in order: one that was to come before has not.
        else if (sent.packet.order < order && sent.state === 'awaited') sent.state = 'lost';
      }
      settleAll();
    },
    flushed() {
      for (const sent of open) if (sent.state === 'awaited') sent.state = 'lost';
      settleAll();
    },
    isKnown: (order) => verdicts.has(order),
    take(order) {
      const verdict = verdicts.get(order);
      verdicts.delete(order);
      return verdict;
    },
  };
}
