import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelIncompleteError}. */
export type ModelIncompleteFacts = {
  readonly place: string;
  readonly missing: readonly string[];
  /** What to do, without a full stop; downloading the missing files if absent. */
  readonly remedy?: string;
};

const code = 'model-incomplete';

/** Files of the model are missing. */
export class ModelIncompleteError extends SlowFastError<ModelIncompleteFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ModelIncompleteFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelIncompleteFacts): string {
  const remedy = f.remedy ?? 'Download the missing files into the folder';
  return `The model in ${f.place} is incomplete: missing ${f.missing.join(', ')}. ${remedy}.`;
}
