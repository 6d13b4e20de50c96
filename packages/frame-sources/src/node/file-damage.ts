import type { DamageJudge, Verdict } from '../damage-follower.ts';

/** What a pass over a file knows of a picture besides its samples. */
export interface PassedPicture {
  readonly isKey: boolean;
  /** Whether it is coded between the pictures around it (B), and so may refer to one that is shown after it. */
  readonly isBetween: boolean;
  /** Whether the decoder says that it is damaged. */
  readonly isMarked: boolean;
  /** Whether a packet could not be decoded since the picture before. */
  readonly followsError: boolean;
}

/** Follows damage through a pass over a file. */
export interface FileDamage extends DamageJudge {
  /** Takes each picture in turn, wanted or not. */
  came(picture: PassedPicture): void;
  /** No picture comes any more. */
  ended(): void;
}

/**
 * Follows damage where pictures are known in presentation order alone: it lasts until the next key picture, and reaches those between that
 * are shown right before a damaged one.
 *
 * @param wanted numbers of the pictures that will be asked for.
 */
export function followFileDamage(wanted: ReadonlySet<number>): FileDamage {
  const verdicts = new Map<number, Verdict>();
  let between: { readonly order: number; readonly isDamaged: boolean }[] = [];
  let isDamaged = false;
  let count = 0;

  function tell(order: number, damaged: boolean): void {
    if (wanted.has(order)) verdicts.set(order, damaged ? 'repaired' : 'whole');
  }

  function settle(isNextDamaged: boolean): void {
    for (const each of between) tell(each.order, each.isDamaged || isNextDamaged);
    between = [];
  }

  return {
    came({ isKey, isBetween, isMarked, followsError }) {
      const order = count++;
      isDamaged = isMarked || (!isKey && (isDamaged || followsError));
      if (isBetween) {
        between.push({ order, isDamaged });
        return;
      }
      settle(isMarked || followsError);
      tell(order, isDamaged);
    },
    ended: () => settle(false),
    isKnown: (order) => verdicts.has(order),
    take(order) {
      const verdict = verdicts.get(order);
      verdicts.delete(order);
      return verdict;
    },
  };
}
