import type { ChoiceOrders } from '@slowfast/spec';

/** The orders of so many choices, each a list of their places, from 0 on; no order twice. */
export function choiceOrders(orders: ChoiceOrders, choices: number): readonly (readonly number[])[] {
  const given = Array.from({ length: choices }, (_, i) => i);
  switch (orders) {
    case 'given':
      return [given];
    case 'both':
      return [given, given.toReversed()];
    case 'all':
      return given.map((first) => given.map((i) => (i + first) % choices));
  }
}
