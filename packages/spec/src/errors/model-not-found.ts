import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelNotFoundError}. */
export type ModelNotFoundFacts = { readonly place: string; readonly reason?: string };

const code = 'model-not-found';

/** There is no model at the given place. */
export class ModelNotFoundError extends SlowFastError<ModelNotFoundFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ModelNotFoundFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message(f: ModelNotFoundFacts): string {
  return `No model at ${f.place}${f.reason ? ` (${f.reason})` : ''}: expected a folder with config.json, tokenizer.json and onnx/. Check the path.`;
}
