import { expect, test } from 'vitest';
import { fastDtypes, isSlowDtype, promisedTime } from './fast-dtypes.ts';
import { type ModelDtype, modelDtypes } from './model-dtype.ts';
import { wasmFormTimes } from './wasm-form-times.ts';

const mixed = { vision_encoder: 'fp16', embed_tokens: 'fp16', decoder_model_merged: 'q4' };

function chosen(dtypes: readonly ModelDtype[], recommended?: unknown): readonly (ModelDtype | undefined)[] {
  const there = { vision_encoder: dtypes, embed_tokens: dtypes, decoder_model_merged: dtypes };
  const config = { 'transformers.js_config': { dtype: recommended } };
  const found = fastDtypes(there, config, promisedTime(wasmFormTimes));
  return [found.vision_encoder, found.embed_tokens, found.decoder_model_merged];
}
const three = (dtype: ModelDtype) => [dtype, dtype, dtype];

test.each([
  ['q4', ['q4', 'q4f16', 'bnb4'], three('q4')],
  ['q4f16', ['q4', 'q4f16', 'bnb4'], three('q4f16')],
  ['q4', ['fp32', 'q8', 'q4'], ['q8', 'q4', 'q8']],
  ['fp32', ['fp32', 'q8', 'q4'], three('fp32')],
  ['q8', ['fp32', 'q4'], three('fp32')],
  [undefined, ['fp32', 'q4'], three('fp32')],
  [undefined, ['q4'], three('q4')],
  [undefined, ['fp32', 'q8', 'q4'], three('q8')],
  [mixed, ['fp32', 'fp16', 'q8', 'q4'], ['fp16', 'fp16', 'q8']],
] as const)('recommended %j of %j: %j', (recommended, there, expected) => {
  expect(chosen(there, recommended)).toEqual(expected);
});

test('what is not there is not chosen', () => {
  const time = promisedTime(wasmFormTimes);
  expect(fastDtypes({ vision_encoder: ['fp32'], decoder_model_merged: ['q8'] }, {}, time)).toEqual({
    vision_encoder: 'fp32',
    decoder_model_merged: 'q8',
  });
});

test('4 bits and fewer are slow on WebAssembly, where products are computed', () => {
  const slow = (part: 'decoder_model_merged' | 'embed_tokens') =>
    modelDtypes.filter((dtype) => isSlowDtype(wasmFormTimes, part, dtype));
  expect(slow('decoder_model_merged')).toEqual(['q4', 'q4f16', 'bnb4', 'q2', 'q2f16', 'q1', 'q1f16']);
  expect(slow('embed_tokens')).toEqual([]);
});
