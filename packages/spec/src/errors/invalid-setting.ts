import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidSettingError}. */
export type InvalidSettingFacts = {
  readonly setting: string;
  readonly found: string;
  readonly expected: string;
};

/** A setting has a value that it can't have. */
export class InvalidSettingError extends SlowFastError<InvalidSettingFacts> {
  constructor(facts: InvalidSettingFacts, options?: ErrorOptions) {
    super('invalid-setting', message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: InvalidSettingFacts): string {
  return `${f.setting} can't be ${f.found}: expected ${f.expected}. Change ${f.setting}.`;
}
