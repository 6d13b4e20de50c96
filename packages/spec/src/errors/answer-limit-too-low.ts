import { type SettingSpelling, spellOption } from './setting-spelling.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link AnswerLimitTooLowError}. */
export type AnswerLimitTooLowFacts = {
  readonly maxTokens: number;
  /** Tokens of the shortest answer that fits. */
  readonly leastTokens: number;
};

const code = 'answer-limit-too-low';

/** No answer that fits the schema is as short as the limit. */
export class AnswerLimitTooLowError extends SlowFastError<AnswerLimitTooLowFacts, typeof code> {
  static readonly code = code;

  constructor(facts: AnswerLimitTooLowFacts, options?: ErrorOptions) {
    super(code, message(facts, spellOption), facts, { ...options, isUsage: true });
  }

  override messageIn(spell: SettingSpelling): string {
    return message(this.facts, spell);
  }
}

function message({ maxTokens, leastTokens }: AnswerLimitTooLowFacts, spell: SettingSpelling): string {
  return `An answer of at most ${maxTokens} tokens can't fit the schema: the shortest that does has ${leastTokens}. Give ${spell('maxTokens', leastTokens)} or more.`;
}
