import {
  assertCalibratable,
  boundWords,
  type CalibrationReport,
  type ClipQuestion,
} from '@slowfast/accuracy';
import { type ChoiceOrders, InvalidSettingError } from '@slowfast/spec';
import { keepCalibration, readCalibrations } from '../../calibrations/calibrations-file.ts';
import type { CommandOutput } from '../../output/command-output.ts';

/**
 * Checks before anything is asked that a calibration can come of it, and be kept.
 *
 * @param given how many reductions were.
 * @throws InvalidSettingError when it is not of one way of reading answers, or the questions are too few.
 * @throws CalibrationsInvalidError when the file of calibrations is damaged.
 */
export async function requireCalibratable(
  questions: readonly ClipQuestion[],
  { given, orders }: { readonly given: number; readonly orders: ChoiceOrders },
): Promise<void> {
  const refuse = (found: string, expected: string) =>
    new InvalidSettingError({ setting: '--calibrate', found, expected });
  if (given > 1) throw refuse(`had of ${given} reductions`, 'one at most');
  if (orders !== 'given') {
    throw refuse(`had of the orders ${orders}`, '--orders given, whose probabilities it is for');
  }
  assertCalibratable(questions);
  await readCalibrations();
}

/** Keeps a temperature for the decisions of a language model, and tells where. */
export async function keepTemperature(
  { temperature, bound, fitted }: CalibrationReport,
  languageModel: string,
  output: CommandOutput,
): Promise<void> {
  const { questions, clips } = fitted;
  const place = await keepCalibration(languageModel, { temperature, questions, clips });
  if (bound !== undefined) output.note(boundWords(bound));
  const shown = temperature.toFixed(4);
  output.note(`temperature ${shown} is kept in ${place}, and used by decisions of this model.`);
}
