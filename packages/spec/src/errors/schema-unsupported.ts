import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link SchemaUnsupportedError}. */
export type SchemaUnsupportedFacts = {
  /** JSON pointer into the schema, `#` for all of it. */
  readonly place: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'schema-unsupported';

/** A JSON Schema says what answers can't be made to fit. */
export class SchemaUnsupportedError extends SlowFastError<SchemaUnsupportedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: SchemaUnsupportedFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message({ place, found, expected }: SchemaUnsupportedFacts): string {
  return `Answers can't be made to fit the schema at ${place}: found ${found}, expected ${expected}. Change the schema.`;
}
