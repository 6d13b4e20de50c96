import { SlowFastError } from './slowfast-error.ts';

/** Facts of {@link QuantizedProductWrongError}. */
export type QuantizedProductWrongFacts = {
  readonly runtime: string;
  /** Names the model for people, e.g. its path. */
  readonly model: string;
  /** The kind of product, e.g. `MatMulInteger with int8 weights`. */
  readonly product: string;
  /** What a product of this kind gives, and what is right; absent where none with a known result can be computed. */
  readonly found?: number;
  readonly expected?: number;
};

const code = 'quantized-product-wrong';

/** A runtime multiplies the 8-bit weights of a model wrongly on this processor, in every mode that it has. */
export class QuantizedProductWrongError extends SlowFastError<QuantizedProductWrongFacts, typeof code> {
  static readonly code = code;

  constructor(facts: QuantizedProductWrongFacts, options?: ErrorOptions) {
    super(code, message(facts), facts, { ...options, isUsage: false });
  }
}

function message({ runtime, model, product, found, expected }: QuantizedProductWrongFacts): string {
  const what =
    found === undefined
      ? `can't be relied on for ${product} on this processor, where its 8-bit products overflow`
      : `gives ${Number(found.toPrecision(4))} for a product (${product}) that is ${expected}, as 8-bit sums overflow on this processor`;
  return `${runtime} ${what}: ${model} would answer wrongly. Take another precision of this model (uint8, q4, fp16 or fp32), or convert the checkpoint with "slowfast models convert".`;
}
