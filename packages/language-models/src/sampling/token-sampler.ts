import { InvalidSettingError, type SamplingSettings } from '@slowfast/spec';
import { randomNumbers } from './random.ts';
import { tokenDistribution } from './token-distribution.ts';

/** Chooses the next token from the logits of one position; `occurred` are the tokens that a repetition penalty is about. */
export type TokenSampler = (logits: Float32Array, occurred: Iterable<number>) => number;

/**
 * Greedy without a temperature (the lowest id among equals), else a draw from {@link tokenDistribution}.
 *
 * @throws InvalidSettingError when a setting is out of range.
 */
export function tokenSampler(settings: SamplingSettings): TokenSampler {
  checkSettings(settings);
  const { temperature = 0, repetitionPenalty = 1, seed } = settings;
  const penalize = (logits: Float32Array, occurred: Iterable<number>) =>
    repetitionPenalty === 1 ? logits : penalized(logits, occurred, repetitionPenalty);
  if (temperature === 0) return (logits, occurred) => likeliest(penalize(logits, occurred));
  const random = randomNumbers(seed);
  return (logits, occurred) => {
    const { ids, probabilities } = tokenDistribution(penalize(logits, occurred), {
      ...settings,
      temperature,
    });
    let left = random();
    let drawn = 0;
    // Rounding may leave a rest after the last one.
    while (drawn < ids.length - 1 && left >= probabilities[drawn]!) left -= probabilities[drawn++]!;
    return ids[drawn]!;
  };
}

/** Logits with those of occurred tokens divided by the penalty, or multiplied where they are negative. */
export function penalized(logits: Float32Array, occurred: Iterable<number>, penalty: number): Float32Array {
  const changed = logits.slice();
  for (const id of new Set(occurred)) {
    const logit = changed[id];
    if (logit !== undefined) changed[id] = logit < 0 ? logit * penalty : logit / penalty;
  }
  return changed;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

function checkSettings(settings: SamplingSettings): void {
  const { temperature, topK, topP, minP, repetitionPenalty, seed } = settings;
  check('temperature', temperature, 'a number of at least 0', (value) => value >= 0 && value < Infinity);
  check('topK', topK, 'a whole number of at least 1', (value) => Number.isInteger(value) && value >= 1);
  check('topP', topP, 'a number above 0, at most 1', (value) => value > 0 && value <= 1);
  check('minP', minP, 'a number from 0 to 1', (value) => value >= 0 && value <= 1);
  check('repetitionPenalty', repetitionPenalty, 'a number above 0', (value) => value > 0 && value < Infinity);
  check('seed', seed, 'a whole number', Number.isInteger);
}

/** @throws InvalidSettingError when there is a value and it is not as it should be. */
export function check(
  setting: string,
  value: number | undefined,
  expected: string,
  isRight: (value: number) => boolean,
): void {
  if (value === undefined || isRight(value)) return;
  throw new InvalidSettingError({ setting, found: String(value), expected });
}
