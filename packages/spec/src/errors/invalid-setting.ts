import { type SettingSpelling, SlowFastError, spellOption } from './slowfast-error.ts';

/** Facts of {@link InvalidSettingError}. */
export type InvalidSettingFacts = {
  /** Its name among the options, or words for it where it is none of them. */
  readonly setting: string;
  readonly found: string;
  readonly expected: string;
};

/** A setting has a value that it can't have. */
export class InvalidSettingError extends SlowFastError<InvalidSettingFacts> {
  constructor(facts: InvalidSettingFacts, options?: ErrorOptions) {
    super('invalid-setting', message(facts, spellOption), facts, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(this.facts, spell);
  }
}

function message(f: InvalidSettingFacts, spell: SettingSpelling): string {
  const setting = spell(f.setting);
  return `${setting} can't be ${f.found}: expected ${f.expected}. Change ${setting}.`;
}
