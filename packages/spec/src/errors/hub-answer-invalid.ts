import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubAnswerInvalidError}. */
export type HubAnswerInvalidFacts = {
  readonly address: string;
  readonly found: string;
  readonly expected: string;
};

const code = 'hub-answer-invalid';

/** What the hub answered makes no sense, or would do harm. */
export class HubAnswerInvalidError extends SlowFastError<HubAnswerInvalidFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubAnswerInvalidFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: HubAnswerInvalidFacts): string {
  return `The answer of ${f.address} can't be used: found ${f.found}, expected ${f.expected}. Check that the endpoint (HF_ENDPOINT) is a hub.`;
}
