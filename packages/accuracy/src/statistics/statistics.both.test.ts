import { describe, expect, test } from 'vitest';
import { bootstrapRatios } from './bootstrap-ratios.ts';
import { NORMAL_QUANTILE_95 } from './interval.ts';
import { seededRandom } from './seeded-random.ts';
import { wilsonInterval } from './wilson-interval.ts';

// `proportion_confint(right, asked, method='wilson')` of statsmodels 0.15.0 (SciPy 1.17.1). The fourth is a published example as
// well: 0.0624 to 0.1605, R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998).
const wilson = [
  [0, 10, 0, 0.27753279986288926],
  [10, 10, 0.7224672001371106, 1],
  [1, 10, 0.017876213095072924, 0.40415002679523854],
  [15, 148, 0.06238639953073628, 0.16048724172330803],
  [0, 60, 0, 0.060171852142089886],
  [388, 400, 0.9483014642909042, 0.9827569790348569],
  [5000, 10_000, 0.49020206181540477, 0.5097979381845952],
  [1, 1, 0.2065493143772374, 1],
] as const;

test.each(wilson)('Wilson, %i of %i', (right, asked, low, high) => {
  const found = wilsonInterval(right, asked);
  expect(found.low).toBeCloseTo(low, 12);
  expect(found.high).toBeCloseTo(high, 12);
});

describe('bootstrap over clips', () => {
  const random = seededRandom(7);
  const clips = 2000;
  const right = Array.from({ length: clips }, () => (random() < 0.7 ? 1 : 0));
  const worse = right.map((value) => (random() < 0.2 ? 0 : value));
  const ones = right.map(() => 1);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const analytic = (values: readonly number[]) => {
    const middle = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length);
    return { low: middle - NORMAL_QUANTILE_95 * deviation, high: middle + NORMAL_QUANTILE_95 * deviation };
  };
  const differences = right.map((value, clip) => value - worse[clip]!);
  const draws = { draws: 4000, seed: 3 };

  test('equals the analytic interval of many clips: of a share, and of a paired difference', () => {
    const ratio = (numerators: readonly number[]) => ({ numerators, denominators: ones });
    const found = bootstrapRatios([ratio(right), ratio(differences)], draws);
    for (const [at, values] of [right, differences].entries()) {
      const expected = analytic(values);
      // 1.1 % of the width is the standard error of such a quantile in 4000 draws: six of them.
      const width = expected.high - expected.low;
      expect(Math.abs(found[at]!.low - expected.low)).toBeLessThan(0.068 * width);
      expect(Math.abs(found[at]!.high - expected.high)).toBeLessThan(0.068 * width);
    }
  });

  test('pairing counts: the difference is known better than either share', () => {
    const [paired, share] = bootstrapRatios(
      [
        { numerators: differences, denominators: ones },
        { numerators: right, denominators: ones },
      ],
      draws,
    );
    expect(paired!.high - paired!.low).toBeLessThan(share!.high - share!.low);
  });

  test('questions about one clip are one piece of evidence, however many they are', () => {
    const ten = { numerators: right.map((value) => 10 * value), denominators: ones.map(() => 10) };
    const one = { numerators: right, denominators: ones };
    const [ofTen, ofOne] = bootstrapRatios([ten, one], draws);
    expect(ofTen!.low).toBeCloseTo(ofOne!.low, 12);
    expect(ofTen!.high).toBeCloseTo(ofOne!.high, 12);
  });

  test('clips without such a question do not count', () => {
    const asked = ones.map((_, clip) => (clip % 4 === 0 ? 1 : 0));
    const some = right.map((value, clip) => value * asked[clip]!);
    const kept = right.filter((_, clip) => clip % 4 === 0);
    const [found] = bootstrapRatios([{ numerators: some, denominators: asked }], draws);
    const expected = analytic(kept);
    const width = expected.high - expected.low;
    expect(Math.abs(found!.low - expected.low)).toBeLessThan(0.068 * width);
    expect(Math.abs(found!.high - expected.high)).toBeLessThan(0.068 * width);
  });

  test('a seed gives the same interval, another seed another one', () => {
    const ratio = [{ numerators: right, denominators: ones }];
    expect(bootstrapRatios(ratio, draws)).toEqual(bootstrapRatios(ratio, draws));
    expect(bootstrapRatios(ratio, draws)).not.toEqual(bootstrapRatios(ratio, { ...draws, seed: 4 }));
  });
});

test('the numbers of a seed are those of mulberry32', () => {
  const random = seededRandom(1);
  expect([random(), random(), random()]).toEqual([
    0.6270739405881613, 0.002735721180215478, 0.5274470399599522,
  ]);
});
