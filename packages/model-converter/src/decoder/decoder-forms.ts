import type { WeightForm } from '../blocks/linear.ts';

/** In which form each kind of linear layer of a decoder is kept. */
export interface DecoderForms {
  /** Queries, keys and values of what the first norm gives. */
  readonly attentionInput: WeightForm;
  readonly attentionOutput: WeightForm;
  readonly mlp: WeightForm;
  /** Logits of the last position. */
  readonly head: WeightForm;
}

/** What is chosen for each precision, by measurements: docs/decisions/0013-forms-of-weights.md. */
export const decoderForms: Readonly<Record<'fp32' | 'q8' | 'q4', DecoderForms>> = {
  fp32: { attentionInput: 'fp32', attentionOutput: 'fp32', mlp: 'fp32', head: 'fp32' },
  q8: { attentionInput: 'q8', attentionOutput: 'q8', mlp: 'q8', head: 'q8' },
  q4: { attentionInput: 'q4', attentionOutput: 'q4', mlp: 'q4', head: 'q4' },
};
