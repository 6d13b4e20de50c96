/** How a runtime multiplies 8-bit weights: as it does by default, or in its precise mode, which is slower and does not overflow. */
export type QuantizedProductMode = 'default' | 'precise';

/** What a tiny 8-bit product whose result is known came out as on this machine. Plain data. */
export interface QuantizedProductCheck {
  /** Operator and weights, e.g. `MatMulInteger with int8 weights`. */
  readonly product: string;
  /** What the runtime gives by default: the value that is furthest from what is right. */
  readonly found: number;
  /** What is right in its place. */
  readonly expected: number;
  /** How models with such products are run; absent where no mode is right, and they are refused. */
  readonly mode?: QuantizedProductMode;
}
