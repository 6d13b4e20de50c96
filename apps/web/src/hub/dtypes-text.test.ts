import { modelDtypes } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { type Dtypes, dtypesText, isSlowOnWasm } from './dtypes-text.ts';

const mixed: Dtypes = { vision_encoder: 'fp16', embed_tokens: 'fp16', decoder_model_merged: 'q4' };

test('precisions in words', () => {
  expect(dtypesText({ vision_encoder: 'int8', decoder_model_merged: 'int8' })).toBe('int8');
  expect(dtypesText(mixed)).toBe('vision fp16, embeddings fp16, language q4');
});

test('4 bits and fewer are slow, wherever products are computed', () => {
  const slow = modelDtypes.filter((dtype) => isSlowOnWasm({ vision_encoder: dtype }));
  expect(slow).toEqual(['q4', 'q4f16', 'bnb4', 'q2', 'q2f16', 'q1', 'q1f16']);
  expect(isSlowOnWasm(mixed)).toBe(true);
  expect(isSlowOnWasm({ ...mixed, embed_tokens: 'q4', decoder_model_merged: 'q8' })).toBe(false);
});
