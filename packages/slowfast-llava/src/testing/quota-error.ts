import { type SettingSpelling, SlowFastError, spellOption } from '@slowfast/spec';

/** What somebody else's plug-in throws, which no package here knows. */
export class QuotaError extends SlowFastError<{ readonly left: number }, 'acme/quota-exceeded'> {
  static readonly code = 'acme/quota-exceeded';

  constructor(left: number, options?: ErrorOptions) {
    super(QuotaError.code, message(spellOption), { left }, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(spell);
  }
}

const message = (spell: SettingSpelling) => `Raise ${spell('budgetTokens')}.`;
