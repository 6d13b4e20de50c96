import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link AnswerConsumedError}: there are none. */
export type AnswerConsumedFacts = Readonly<Record<string, never>>;

const code = 'answer-consumed';

/** The parts of an answer were iterated a second time. */
export class AnswerConsumedError extends SlowFastError<AnswerConsumedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: AnswerConsumedFacts = {}, options?: ErrorOptions) {
    super(code, message, facts, { ...options, isUsage: true });
  }
}

const message =
  'This answer was iterated before: found a second iteration, expected one. Keep the parts that you need, take the whole from result(), or ask again.';
