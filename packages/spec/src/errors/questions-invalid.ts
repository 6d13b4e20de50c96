import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link QuestionsInvalidError}. */
export type QuestionsInvalidFacts = {
  readonly place: string;
  /** What is wrong, and in which entry. */
  readonly found: string;
  readonly expected: string;
};

/** A list of questions about clips is not what it should be. */
export class QuestionsInvalidError extends SlowFastError<QuestionsInvalidFacts> {
  constructor(facts: QuestionsInvalidFacts, options?: ErrorOptions) {
    super('questions-invalid', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: QuestionsInvalidFacts): string {
  return `The questions in ${f.place} can't be used: found ${f.found}, expected ${f.expected}. Correct the file.`;
}
