import { expect, test } from 'vitest';
import { type Dtypes, dtypesText } from './dtypes-text.ts';

const mixed: Dtypes = { vision_encoder: 'fp16', embed_tokens: 'fp16', decoder_model_merged: 'q4' };

test('precisions in words', () => {
  expect(dtypesText({ vision_encoder: 'int8', decoder_model_merged: 'int8' })).toBe('int8');
  expect(dtypesText(mixed)).toBe('vision fp16, embeddings fp16, language q4');
});
