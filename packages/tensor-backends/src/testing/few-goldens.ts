import type { AggregationGolden } from '@slowfast/test-kit';

/** One aggregation in four, for what is mostly software in tests, where each takes seconds; graphics.matrix.browser.test.ts has all. */
export function fewGoldens(goldens: readonly AggregationGolden[]): readonly AggregationGolden[] {
  return goldens.filter((_, i) => i % 4 === 0);
}
