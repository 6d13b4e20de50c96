import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link QuestionsInvalidError}. */
export type QuestionsInvalidFacts = {
  readonly place: string;
  /** What is wrong, and in which entry. */
  readonly found: string;
  readonly expected: string;
};

const code = 'questions-invalid';

/** A list of questions about clips is not what it should be. */
export class QuestionsInvalidError extends SlowFastError<QuestionsInvalidFacts, typeof code> {
  static readonly code = code;

  constructor(facts: QuestionsInvalidFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: QuestionsInvalidFacts): string {
  return `The questions in ${f.place} can't be used: found ${f.found}, expected ${f.expected}. Correct the file.`;
}
