import type { AggregationGolden } from '@slowfast/test-kit';

/**
 * One aggregation in four, and no two with one notation, for what is mostly software in tests, where each takes seconds;
 * graphics.matrix.browser.test.ts has all.
 */
export function fewGoldens(goldens: readonly AggregationGolden[]): readonly AggregationGolden[] {
  const fourths = goldens.filter((_, i) => i % 4 === 0);
  return [...new Map(fourths.toReversed().map((golden) => [golden.config, golden])).values()].toReversed();
}
