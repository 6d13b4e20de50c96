import { type SettingSpelling, spellOption } from './setting-spelling.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link InvalidSettingError}. */
export type InvalidSettingFacts = {
  /** Its name among the options, or words for it where it is none of them. */
  readonly setting: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'invalid-setting';

/** A setting has a value that it can't have. */
export class InvalidSettingError extends SlowFastError<InvalidSettingFacts, typeof code> {
  static readonly code = code;

  constructor(facts: InvalidSettingFacts, options?: ErrorOptions) {
    super(code, message(facts, spellOption), facts, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(this.facts, spell);
  }
}

function message(f: InvalidSettingFacts, spell: SettingSpelling): string {
  const setting = spell(f.setting);
  return `${setting} can't be ${f.found}: expected ${f.expected}. Change ${setting}.`;
}
