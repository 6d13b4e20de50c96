import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubModelUnusableError}. */
export type HubModelUnusableFacts = {
  readonly model: string;
  readonly found: string;
  readonly expected: string;
  /** What to do, without a full stop. */
  readonly remedy: string;
};

const code = 'hub-model-unusable';

/** The hub has the model, but not in a layout that runs here. */
export class HubModelUnusableError extends SlowFastError<HubModelUnusableFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubModelUnusableFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: HubModelUnusableFacts): string {
  return `${f.model} can't be run here: found ${f.found}, expected ${f.expected}. ${f.remedy}.`;
}
