import type { DamageFollower } from '../damage-follower.ts';
import type { DecodedPicture } from '../frame-decoder.ts';
import { isBlank } from './blank-picture.ts';

/** Wanted pictures that wait until it is known whether they are whole: at most as many as a decoder may reorder. */
export interface JudgedPictures<Kept> {
  /** Takes a wanted picture in presentation order. */
  add(order: number, kept: Kept): void;
  /** Gives those of which it is known, in order; each is freed when the next is asked for. Those that are made of nothing are left out. */
  release(): Generator<DecodedPicture, void>;
  /** How many wait. */
  readonly waiting: number;
  /** Whether the first of them waits no longer. */
  isDue(): boolean;
  /** Frees those that wait. */
  free(): void;
}

/**
 * @param imageOf views a picture that was kept; `undefined` where it is of no kind that is known here.
 * @param free frees it.
 */
export function createJudgedPictures<Kept>(
  damage: DamageFollower,
  imageOf: (kept: Kept) => DecodedPicture['image'] | undefined,
  free: (kept: Kept) => void = () => undefined,
): JudgedPictures<Kept> {
  const held: { readonly order: number; readonly kept: Kept }[] = [];
  return {
    add: (order, kept) => {
      held.push({ order, kept });
    },
    *release() {
      for (let first = held[0]; first; first = held[0]) {
        const { order, kept } = first;
        const verdict = damage.take(order);
        if (verdict === undefined) return;
        held.shift();
        try {
          const image = verdict === 'nothing' ? undefined : imageOf(kept);
          const isRepaired = verdict === 'repaired';
          // What is all grey, and damaged, FFmpeg has filled in.
          if (image && !(isRepaired && isBlank(image))) yield { order, image, isRepaired };
        } finally {
          free(kept);
        }
      }
    },
    isDue: () => held[0] === undefined || damage.isKnown(held[0].order),
    get waiting() {
      return held.length;
    },
    free() {
      for (const { kept } of held.splice(0)) free(kept);
    },
  };
}
