import { withFolderSought } from './folder-sought.ts';
import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link HubNotFoundError}. */
export type HubNotFoundFacts = {
  /** The path that was looked for first, where the text could have been one. */
  readonly folderSought?: string;
  readonly what: 'model' | 'revision' | 'file';
  readonly model: string;
  readonly revision: string;
  /** The file that is not there. */
  readonly path?: string;
  readonly endpoint: string;
};

const code = 'hub-not-found';

/** The hub has no such model, revision or file. */
export class HubNotFoundError extends SlowFastError<HubNotFoundFacts, typeof code> {
  static readonly code = code;

  constructor(facts: HubNotFoundFacts, options?: ErrorOptions) {
    super(code, withFolderSought(message(facts), facts), facts, { ...options, isUsage: false });
  }
}

function message({ what, model, revision, path, endpoint }: HubNotFoundFacts): string {
  switch (what) {
    case 'model':
      return `No model ${model} at ${endpoint}: found HTTP 404, expected a model that is there. Check the name at ${endpoint}/models.`;
    case 'revision':
      return `No revision ${revision} of ${model} at ${endpoint}: expected a branch, a tag or a commit. See ${endpoint}/${model}/tree/main.`;
    case 'file':
      return `No file ${path ?? ''} in ${model}@${revision} at ${endpoint}: expected it, since the hub lists it. Try again later.`;
  }
}
