import { expect, test } from 'vitest';
import { deviceFormTimes } from './device-form-times.ts';
import { fastDtypes, promisedTime } from './fast-dtypes.ts';
import type { ModelDtype } from './model-dtype.ts';
import { wasmFormTimes } from './wasm-form-times.ts';

const parts = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'] as const;

/** The precisions that are taken of a checkpoint which has these in every part and recommends one. */
function taken(
  encoder: string,
  decoderGraph: string,
  there: readonly ModelDtype[],
  recommended?: ModelDtype,
) {
  const times = deviceFormTimes({ vision_encoder: encoder, decoder_model_merged: decoderGraph })!;
  const config = recommended ? { 'transformers.js_config': { dtype: recommended } } : {};
  const dtypes = Object.fromEntries(parts.map((part) => [part, there]));
  const { vision_encoder, decoder_model_merged } = fastDtypes(dtypes, config, promisedTime(times));
  return [vision_encoder, decoder_model_merged];
}

test('on a graphics processor single precision is taken, or blocks, never what the processor would compute in between', () => {
  for (const device of ['webgpu', 'cuda', 'dml']) {
    expect(taken(device, device, ['fp32', 'fp16', 'q8', 'q4'])).toEqual(['fp32', 'fp32']);
    expect(taken(device, device, ['fp32', 'q8', 'q4'], 'q8')).toEqual(['fp32', 'fp32']);
    expect(taken(device, device, ['q8', 'q4'], 'q8')).toEqual(['q4', 'q4']);
    expect(taken(device, device, ['fp16', 'q8', 'q4'])).toEqual(['q4', 'q4']);
    expect(taken(device, device, ['fp32', 'q8', 'q4'], 'q4')).toEqual(['q4', 'q4']);
    expect(taken(device, device, ['q8'])).toEqual(['q8', 'q8']);
  }
  expect(taken('coreml', 'coreml', ['fp16', 'q8', 'q4'], 'q4')).toEqual(['fp16', 'fp16']);
});

test('each part takes what is fast where it runs; the processor in Node what is recommended, else the most exact', () => {
  expect(taken('webgpu', 'cpu', ['fp32', 'q8', 'q4'], 'q8')).toEqual(['fp32', 'q8']);
  expect(taken('webgpu', 'cpu', ['fp32', 'q8', 'q4'])).toEqual(['fp32', 'fp32']);
  expect(taken('webgpu', 'wasm', ['fp32', 'q8', 'q4'])).toEqual(['fp32', 'q8']);
  expect(deviceFormTimes({ vision_encoder: 'cpu', decoder_model_merged: 'cpu' })).toBeUndefined();
  expect(deviceFormTimes({ vision_encoder: 'wasm', decoder_model_merged: 'wasm' })).toEqual(wasmFormTimes);
});
