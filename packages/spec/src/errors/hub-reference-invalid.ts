import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubReferenceInvalidError}. */
export type HubReferenceInvalidFacts = { readonly found: string; readonly reason: string };

const code = 'hub-reference-invalid';

/** The text names no model of the hub. */
export class HubReferenceInvalidError extends SlowFastError<HubReferenceInvalidFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubReferenceInvalidFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message(f: HubReferenceInvalidFacts): string {
  return `"${f.found}" is no model of the hub: ${f.reason}. Expected owner/name, or owner/name@revision with a branch, a tag or a commit, or a link to the model's page.`;
}
