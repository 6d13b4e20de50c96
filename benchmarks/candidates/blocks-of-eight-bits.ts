import type { DecoderGraphForms } from '@slowfast/model-converter';

/** Every linear layer of a decoder graph in blocks of 8 bits. */
export const blocksOfEightBits: DecoderGraphForms = {
  attentionInput: 'q8-blocks',
  attentionOutput: 'q8-blocks',
  mlpInput: 'q8-blocks',
  mlpOutput: 'q8-blocks',
  head: 'q8-blocks',
};
