import { withFolderSought } from './folder-sought.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubAccessDeniedError}. */
export type HubAccessDeniedFacts = {
  /** The path that was looked for first, where the text could have been one. */
  readonly folderSought?: string;
  readonly model: string;
  readonly endpoint: string;
  readonly status: number;
  /** `unknown`: private or not there, the hub does not say which; `token`: the token is not valid; `gated`: terms must be accepted. */
  readonly reason: 'unknown' | 'token' | 'gated' | 'forbidden';
  readonly hasToken: boolean;
};

const code = 'hub-access-denied';

/** The hub does not let this user have the model. */
export class HubAccessDeniedError extends SlowFastError<HubAccessDeniedFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubAccessDeniedFacts, options?: ErrorOptions) {
    super(code, withFolderSought(message(facts), facts), facts, {
      ...options,
      isUsage: false,
    });
  }
}

function message({ model, endpoint, status, reason, hasToken }: HubAccessDeniedFacts): string {
  const token = hasToken ? 'a token of a user who may read it' : 'an access token (HF_TOKEN)';
  const told = `${endpoint} refuses ${model} (HTTP ${status})`;
  switch (reason) {
    case 'unknown':
      return `${told}: found a model that is private or not there, expected a public one or ${token}. Check the name, or give such a token.`;
    case 'token':
      return `${told}: found a token that is not valid, expected one of ${endpoint}. Renew HF_TOKEN, or remove it for public models.`;
    case 'gated':
      return `${told}: found a model with terms, expected ${hasToken ? 'that the user of the token accepted them' : 'the token of a user who accepted them'}. Accept them at ${endpoint}/${model}${hasToken ? '' : ' and set HF_TOKEN'}.`;
    case 'forbidden':
      return `${told}: found a model that may not be read from here, expected ${token}. Check at ${endpoint}/${model} who may read it.`;
  }
}
