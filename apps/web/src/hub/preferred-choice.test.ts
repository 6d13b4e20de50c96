import type { HubModelChoice } from '@slowfast/model-files/hub';
import { expect, test } from 'vitest';
import { type Dtypes, dtypesText, hasFewBits } from './dtypes-text.ts';
import { preferredChoice } from './preferred-choice.ts';

type Dtype = NonNullable<HubModelChoice['dtype']>;

const costs = { fileCount: 9, bytes: 1, bytesThere: 0 };
const uniform = (dtype: Dtype): HubModelChoice => ({
  dtype,
  dtypes: { vision_encoder: dtype, decoder_model_merged: dtype },
  ...costs,
});
const mixed: Dtypes = { vision_encoder: 'fp16', embed_tokens: 'fp16', decoder_model_merged: 'q4' };

function preferred(dtypes: Dtypes, there: readonly Dtype[], provider: string): HubModelChoice {
  const recommended = { dtypes, ...costs };
  const reference = { id: 'owner/name', revision: 'main', commit: '0'.repeat(40) };
  return preferredChoice({ ...reference, recommended, choices: there.map(uniform) }, provider);
}

test.each([
  [mixed, ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4'], 'wasm', 'int8'],
  [mixed, ['fp32', 'fp16', 'q8', 'q4'], 'wasm', 'q8'],
  [mixed, ['fp16', 'q4'], 'wasm', 'fp16'],
  [mixed, ['q4', 'q4f16', 'bnb4'], 'wasm', undefined],
  [mixed, ['fp32', 'int8', 'q4'], 'webgpu', undefined],
  [uniform('fp16').dtypes, ['fp32', 'fp16', 'int8'], 'wasm', undefined],
] as const)('of %j with %j on %s it is %s', (dtypes, there, provider, expected) => {
  expect(preferred(dtypes, there, provider).dtype).toBe(expected);
});

test('precisions in words', () => {
  expect(dtypesText(uniform('int8').dtypes)).toBe('int8');
  expect(dtypesText(mixed)).toBe('vision fp16, embeddings fp16, language q4');
  expect(
    ['fp32', 'fp16', 'q8', 'int8', 'uint8'].some((dtype) => hasFewBits(uniform(dtype as Dtype).dtypes)),
  ).toBe(false);
  expect(
    ['q4', 'q4f16', 'bnb4', 'q2', 'q1f16'].every((dtype) => hasFewBits(uniform(dtype as Dtype).dtypes)),
  ).toBe(true);
});
