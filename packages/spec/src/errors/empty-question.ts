import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link EmptyQuestionError}. */
export type EmptyQuestionFacts = { readonly found?: string };

const code = 'empty-question';

/** The question has no text. */
export class EmptyQuestionError extends SlowFastError<EmptyQuestionFacts, typeof code> {
  static readonly code = code;

  constructor(facts: EmptyQuestionFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: EmptyQuestionFacts): string {
  return `The question is empty${f.found ? ` (${f.found})` : ''}: expected some text. Ask something about the video.`;
}
