import { type Calibration, InvalidSettingError } from '@slowfast/spec';

/**
 * The calibration that decisions of a language model take: one that was given, or of several the last that is of this model.
 *
 * @throws InvalidSettingError when a temperature is not above 0, or a single one is of another model.
 */
export function chosenCalibration(
  given: Calibration | readonly Calibration[] | undefined,
  languageModel: string,
): Calibration | undefined {
  if (given === undefined) return undefined;
  const all: readonly Calibration[] = isList(given) ? given : [given];
  for (const { temperature } of all) {
    if (typeof temperature === 'number' && temperature > 0 && temperature < Infinity) continue;
    const expected = 'a number above 0';
    throw new InvalidSettingError({
      setting: 'calibration.temperature',
      found: String(temperature),
      expected,
    });
  }
  const own = all.findLast((item) => (item.languageModel ?? languageModel) === languageModel);
  if (own !== undefined || isList(given)) return own;
  throw new InvalidSettingError({
    setting: 'calibration',
    found: `one of the language model ${given.languageModel}`,
    expected: `one of this model, ${languageModel}, or of any`,
  });
}

function isList(given: Calibration | readonly Calibration[]): given is readonly Calibration[] {
  return Array.isArray(given);
}
