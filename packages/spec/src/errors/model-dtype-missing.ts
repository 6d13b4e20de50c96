import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link ModelDtypeMissingError}. */
export type ModelDtypeMissingFacts = {
  readonly model: string;
  readonly component: string;
  readonly dtype: string;
  /** The precisions in which the component is there. */
  readonly available: readonly string[];
};

const code = 'model-dtype-missing';

/** A part of the model is not there in the precision that was asked for. */
export class ModelDtypeMissingError extends SlowFastError<ModelDtypeMissingFacts, typeof code> {
  static readonly code = code;

  constructor(facts: ModelDtypeMissingFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: true });
  }
}

function message({ model, component, dtype, available }: ModelDtypeMissingFacts): string {
  return `${model} has no ${component} in ${dtype}: expected one of ${available.join(', ')}. Choose another precision, for all parts or for ${component} alone.`;
}
