import { expect, test } from 'vitest';
import { parseDtypeChoice } from './index.ts';

test.each([
  ['q4', 'q4'],
  [' fp16 ', 'fp16'],
  ['decoder_model_merged=q4f16', { decoder_model_merged: 'q4f16' }],
  ['vision_encoder=fp16, embed_tokens=q8', { vision_encoder: 'fp16', embed_tokens: 'q8' }],
])('%s', (text, choice) => {
  expect(parseDtypeChoice(text)).toEqual(choice);
});

test.each([
  '',
  'q5',
  'decoder=q4',
  'vision_encoder=q4,vision_encoder=q8',
  'vision_encoder=q4=q8',
  'embed_tokens=',
])('refused: %o', (text) => {
  expect(() => parseDtypeChoice(text)).toThrow(expect.objectContaining({ code: 'invalid-setting' }));
});
