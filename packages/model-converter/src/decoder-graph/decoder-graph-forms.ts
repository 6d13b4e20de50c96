import type { WeightForm } from '../blocks/linear.ts';

/** In which form each kind of linear layer of a language model is kept. */
export interface DecoderGraphForms {
  /** Queries, keys and values. */
  readonly attentionInput: WeightForm;
  readonly attentionOutput: WeightForm;
  /** Gate and up. */
  readonly mlpInput: WeightForm;
  readonly mlpOutput: WeightForm;
  /** Logits of the last position. */
  readonly head: WeightForm;
}

/** The precisions that a decoder graph can be written in. */
export type DecoderGraphForm = 'fp32' | 'q8' | 'q4';

/**
 * What is chosen for each precision, by perplexity and time: docs/decisions/0013-forms-of-weights.md. What norms and gates
 * give has inputs that are far larger than the others; logits, queries, keys, values and what comes of the gate suffer most from 4 bits.
 */
export const decoderGraphForms: Readonly<Record<DecoderGraphForm, DecoderGraphForms>> = {
  fp32: {
    attentionInput: 'fp32',
    attentionOutput: 'fp32',
    mlpInput: 'fp32',
    mlpOutput: 'fp32',
    head: 'fp32',
  },
  q8: {
    attentionInput: 'q8-quarters',
    attentionOutput: 'q8',
    mlpInput: 'q8-halves',
    mlpOutput: 'q8-quarters',
    head: 'q8-quarters',
  },
  q4: {
    attentionInput: 'q8-blocks',
    attentionOutput: 'q4',
    mlpInput: 'q4',
    mlpOutput: 'q8-blocks',
    head: 'q8-blocks',
  },
};
