import { describe, expect, test } from 'vitest';
import { type GoldenCalibration, golden, type Scores } from '../testing/golden-calibration.ts';
import { atTemperature } from './at-temperature.ts';
import { brierScore, calibrationError, logLoss, meanOf, reliabilityBins } from './decision-scores.ts';
import { fitTemperature } from './fit-temperature.ts';

function itemsOf({ probabilities, right }: GoldenCalibration, temperature = 1) {
  return probabilities.map((each, clip) => ({
    ...{ clip, right: right[clip]! },
    probabilities: atTemperature(each, temperature),
  }));
}

function scoresOf(items: ReturnType<typeof itemsOf>): Scores {
  const once = items.map(() => 1);
  return {
    brier: meanOf(items, brierScore)(once),
    logLoss: meanOf(items, logLoss)(once),
    calibrationError: calibrationError(items)(once),
  };
}

function expectNear(found: Scores, expected: Scores) {
  for (const name of ['brier', 'logLoss', 'calibrationError'] as const) {
    expect(found[name], name).toBeCloseTo(expected[name], 12);
  }
}

describe.each(golden.map((of) => [of.probabilities[0]!.length, of] as const))('of %i answers', (_, of) => {
  test('scores are those of scikit-learn', () => {
    expectNear(scoresOf(itemsOf(of)), of);
    expectNear(scoresOf(itemsOf(of, of.temperature)), of.after);
    if (of.halfBrier !== undefined) expect(scoresOf(itemsOf(of)).brier).toBeCloseTo(2 * of.halfBrier, 12);
  });

  test("the temperature is SciPy's, and the inverse slope of scikit-learn's logistic regression", () => {
    const { temperature, bound } = fitTemperature(itemsOf(of));
    expect(bound).toBeUndefined();
    // They look for the smallest loss, which is flat around it: half of the digits of float64 at best.
    expect(Math.abs(temperature / of.temperature - 1)).toBeLessThan(1e-6);
    if (of.logisticTemperature !== undefined) {
      expect(Math.abs(temperature / of.logisticTemperature - 1)).toBeLessThan(1e-6);
    }
    const lossAt = (each: number) => scoresOf(itemsOf(of, each)).logLoss;
    expect(lossAt(temperature)).toBeLessThan(
      Math.min(lossAt(temperature * 1.001), lossAt(temperature / 1.001)),
    );
  });

  test('bins hold every question once, and their gaps are the error', () => {
    const items = itemsOf(of);
    const bins = reliabilityBins(items);
    expect(bins.reduce((sum, { questions }) => sum + questions, 0)).toBe(items.length);
    const gaps = bins.map(({ questions, right, confidence }) => Math.abs(questions * confidence - right));
    const error = gaps.reduce((sum, gap) => sum + gap, 0) / items.length;
    expect(error).toBeCloseTo(of.calibrationError, 12);
  });
});

test('a bin holds its upper end, and certainty has a place', () => {
  const item = (confidence: number) => ({
    ...{ clip: 0, right: 0, probabilities: [confidence, 1 - confidence] },
  });
  const bins = reliabilityBins([item(0.5), item(0.6), item(0.61), item(1)]);
  expect(bins.map(({ questions }) => questions)).toEqual([0, 0, 0, 0, 1, 1, 1, 0, 0, 1]);
});

test('clips that were drawn twice count twice, and none say nothing', () => {
  const items = itemsOf(golden[2]!);
  const even = items.map(({ clip }) => (clip % 2 === 0 ? 2 : 0));
  const doubled = items.filter(({ clip }) => clip % 2 === 0).flatMap((item) => [item, item]);
  const once = doubled.map(() => 1);
  const places = doubled.map((item, clip) => ({ ...item, clip }));
  expect(calibrationError(items)(even)).toBeCloseTo(calibrationError(places)(once), 12);
  expect(meanOf(items, brierScore)(even)).toBeCloseTo(meanOf(places, brierScore)(once), 12);
  const none = items.map(() => 0);
  expect([calibrationError(items)(none), meanOf(items, logLoss)(none)]).toEqual([Number.NaN, Number.NaN]);
});

describe('a temperature', () => {
  test('of 1 changes nothing, others keep the order and sum to 1', () => {
    const probabilities = [0.7, 0.2, 0.1, 0];
    expect(atTemperature(probabilities, 1)).toEqual(probabilities);
    const warm = atTemperature(probabilities, 2);
    const roots = probabilities.map(Math.sqrt);
    const total = roots.reduce((sum, root) => sum + root, 0);
    for (const [i, root] of roots.entries()) expect(warm[i]).toBeCloseTo(root / total, 12);
    expect(atTemperature([1, 0], 0.05)).toEqual([1, 0]);
  });

  test('stops at its bounds, and says at which', () => {
    const item = (right: number) => ({ probabilities: [0.6, 0.4], right });
    expect(fitTemperature([item(0), item(0)])).toEqual({ temperature: 0.05, bound: 'low' });
    expect(fitTemperature([item(1), item(1)])).toEqual({ temperature: 20, bound: 'high' });
  });

  test('is 1 where it changes nothing', () => {
    expect(fitTemperature([{ probabilities: [0.5, 0.5], right: 0 }])).toEqual({ temperature: 1 });
    expect(fitTemperature([])).toEqual({ temperature: 1 });
  });

  test('is found where an answer was held impossible', () => {
    const items = [...itemsOf(golden[0]!), { probabilities: [1, 0], right: 1 }];
    const { temperature } = fitTemperature(items);
    expect(temperature).toBeGreaterThan(golden[0]!.temperature);
    expect(Number.isFinite(temperature)).toBe(true);
  });
});
