import {
  AnswerLimitTooLowError,
  CharactersMissingError,
  type JsonSchema,
  type TokenConstraint,
  type TokenVocabulary,
} from '@slowfast/spec';
import { type Reading, readingStart } from './reading/reading.ts';
import { compileSchema } from './schema/compile-schema.ts';
import { type AllowedTokens, allowedTokens } from './tokens/allowed-tokens.ts';
import { missingCharacters } from './tokens/missing-characters.ts';
import { type TokenTable, tokenTable } from './tokens/token-table.ts';

/** Makes constraints for the answers of one language model. */
export interface JsonConstraints {
  /**
   * A constraint for one answer of at most `maxTokens`: JSON that fits a schema, closed before the tokens run out.
   *
   * @throws SchemaUnsupportedError when the schema says what can't be had; CharactersMissingError when the tokens can't spell it;
   * AnswerLimitTooLowError when no text that fits is as short.
   */
  constraint(schema: JsonSchema, maxTokens: number): TokenConstraint;
}

/** What was found out about a schema; the same one is often asked for again. */
interface KnownSchema {
  readonly text: string;
  readonly start: Reading;
  readonly tokens: AllowedTokens;
  answers: number;
}

/** What is known of a schema grows with its answers, so it is found out anew after so many. */
const mostAnswers = 200;

/**
 * Constraints over a vocabulary, of which a table is made with the first. Cost: a few hundred milliseconds and 10 to 20 MB for 150,000
 * tokens, once.
 */
export function jsonConstraints(vocabulary: TokenVocabulary): JsonConstraints {
  let table: TokenTable | undefined;
  let known: KnownSchema | undefined;

  function learn(schema: JsonSchema): KnownSchema {
    const text = JSON.stringify(schema);
    if (known?.text === text && known.answers < mostAnswers) return known;
    const start = readingStart(compileSchema(schema));
    table ??= tokenTable(vocabulary);
    const tokens = allowedTokens(table);
    assertSpeakable(vocabulary, table, start, tokens);
    known = { text, start, tokens, answers: 0 };
    return known;
  }

  return {
    constraint(schema, maxTokens) {
      const ofSchema = learn(schema);
      const { start, tokens } = ofSchema;
      const leastTokens = tokens.leastTokens(start);
      if (leastTokens > maxTokens) throw new AnswerLimitTooLowError({ maxTokens, leastTokens });
      ofSchema.answers += 1;
      return readingConstraint(vocabulary, start, tokens);
    },
  };
}

/** @throws SchemaUnsupportedError when the schema says what can't be had, whatever the tokens. */
export function assertJsonSchema(schema: JsonSchema): void {
  compileSchema(schema);
}

function assertSpeakable(
  vocabulary: TokenVocabulary,
  table: TokenTable,
  start: Reading,
  tokens: AllowedTokens,
): void {
  const characters = missingCharacters(table, start);
  if (
    characters.length === 0 &&
    vocabulary.isConcatenated &&
    tokens.leastTokens(start) < Number.POSITIVE_INFINITY
  )
    return;
  throw new CharactersMissingError({ characters });
}

function readingConstraint(
  { texts }: TokenVocabulary,
  start: Reading,
  tokens: AllowedTokens,
): TokenConstraint {
  let reading = start;
  let isShortened = false;
  return {
    get leastTokens() {
      return tokens.leastTokens(reading);
    },
    get isComplete() {
      return reading.isComplete;
    },
    get isFinished() {
      return reading.isComplete && isLast(reading);
    },
    get isShortened() {
      return isShortened;
    },
    allowed(tokensLeft) {
      const allowed = tokens.allowed(reading, tokensLeft);
      isShortened ||= allowed.isShortened;
      return allowed.bits;
    },
    accept(id) {
      let next: Reading | null = reading;
      for (const byte of texts[id] ?? []) next = next?.next(byte) ?? null;
      if (next === null || texts[id] === undefined) {
        throw new RangeError(`Token ${id} may not come next: only what was allowed can be accepted.`);
      }
      reading = next;
    },
  };
}

/** Whether nothing can follow. */
function isLast(reading: Reading): boolean {
  for (let byte = 0; byte < 256; byte++) if (reading.next(byte) !== null) return false;
  return true;
}
