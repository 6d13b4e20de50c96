import { fileFolder } from '@slowfast/test-kit/files';

/** Scores of decisions. */
export interface Scores {
  readonly brier: number;
  readonly logLoss: number;
  readonly calibrationError: number;
}

/** What scikit-learn and SciPy make of made-up decisions. */
export interface GoldenCalibration extends Scores {
  readonly probabilities: readonly (readonly number[])[];
  readonly right: readonly number[];
  readonly temperature: number;
  /** Of two answers: the score of one event, and the inverse slope of a logistic regression. */
  readonly halfBrier?: number;
  readonly logisticTemperature?: number;
  /** At that temperature. */
  readonly after: Scores;
}

const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** Written by fixtures/make_calibration.py. */
export const golden = await fixtures.json<readonly GoldenCalibration[]>('calibration.json');
