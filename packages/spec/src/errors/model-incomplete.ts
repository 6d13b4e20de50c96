import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelIncompleteError}. */
export type ModelIncompleteFacts = { readonly place: string; readonly missing: readonly string[] };

/** Files of the model are missing. */
export class ModelIncompleteError extends SlowFastError<ModelIncompleteFacts> {
  constructor(facts: ModelIncompleteFacts, options?: ErrorOptions) {
    super('model-incomplete', message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelIncompleteFacts): string {
  return `The model in ${f.place} is incomplete: missing ${f.missing.join(', ')}. Download the missing files into the folder.`;
}
