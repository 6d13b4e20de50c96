import { expect, test } from 'vitest';
import { checkPartChoice, chosenForPart, parsePartChoice } from './part-choice.ts';

const reader = {
  setting: 'device',
  noun: 'a device',
  example: 'webgpu',
  check: (text: string) => {
    if (text === 'cpu' || text === 'webgpu') return text;
    throw new Error(`no ${text}`);
  },
} as const;

test('a text is a value for all parts, or one for some', () => {
  expect(parsePartChoice(' webgpu ', reader)).toBe('webgpu');
  const choice = parsePartChoice('vision_encoder=webgpu, decoder_model_merged=cpu', reader);
  expect(choice).toEqual({ vision_encoder: 'webgpu', decoder_model_merged: 'cpu' });
  expect(chosenForPart(choice, 'vision_encoder')).toBe('webgpu');
  expect(chosenForPart(choice, 'embed_tokens')).toBeUndefined();
  expect(chosenForPart('cpu', 'embed_tokens')).toBe('cpu');
  for (const text of ['encoder=cpu', 'vision_encoder=cpu,vision_encoder=cpu', 'vision_encoder=cpu=cpu']) {
    expect(() => parsePartChoice(text, reader)).toThrow(
      /device can't be .*: expected a device such as webgpu, or one for each part/,
    );
  }
  expect(() => parsePartChoice('vision_encoder=tpu', reader)).toThrow('no tpu');
});

test('a choice from code without types is looked at, part by part', () => {
  expect(checkPartChoice({ vision_encoder: 'webgpu' }, reader)).toEqual({ vision_encoder: 'webgpu' });
  expect(() => checkPartChoice({ encoder: 'webgpu' } as object, reader)).toThrow(
    /"encoder".*one for each part/,
  );
  expect(() => checkPartChoice({ vision_encoder: 'tpu' }, reader)).toThrow('no tpu');
  expect(() => checkPartChoice('tpu', reader)).toThrow('no tpu');
});
