import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link CharactersMissingError}. */
export type CharactersMissingFacts = {
  /** Characters that occur in no token; none where the tokens have all of them but can't spell the text. */
  readonly characters: readonly string[];
};

const code = 'characters-missing';

/** The tokens of a language model can't spell what an answer was to be. */
export class CharactersMissingError extends SlowFastError<CharactersMissingFacts, typeof code> {
  static readonly code = code;

  constructor(facts: CharactersMissingFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message({ characters }: CharactersMissingFacts): string {
  const found =
    characters.length > 0
      ? `its vocabulary has no ${characters.join(' ')}`
      : "its tokens can't be put together to such a text";
  return `The model can't write JSON that fits the schema: ${found}. Use another model, or ask without a schema.`;
}
