import type { ModelDtypeChoice } from '@slowfast/model-files';
import { describe, expect, test } from 'vitest';
import { chooseHubFiles } from './choose-hub-files.ts';
import type { HubListing } from './hub-listing.ts';
import { neededPaths, smallModel } from './testing/small-model.ts';

function listingOf(paths: readonly string[]): HubListing {
  const files = paths.map((path, index) => ({ path, bytes: 2 ** index, gitBlobId: 'a'.repeat(40) }));
  return { id: 'owner/name', revision: 'main', commit: 'c'.repeat(40), files };
}
const whole = listingOf(Object.keys(smallModel));
const without = (...paths: string[]) =>
  listingOf(Object.keys(smallModel).filter((path) => !paths.includes(path)));
const onnxOf = (listing: HubListing, config: object, choice?: ModelDtypeChoice) =>
  chooseHubFiles(listing, { ...config }, choice)
    .files.map(({ path }) => path)
    .filter((path) => path.startsWith('onnx/'));
const recommending = (dtype: unknown) => ({ 'transformers.js_config': { dtype } });

describe('chooses what a runtime needs', () => {
  test('fp32 with all of its external data, settings and tokenizer, and nothing else', () => {
    const { files, bytes, dtypes } = chooseHubFiles(whole, {});
    expect(files.map(({ path }) => path)).toEqual(neededPaths);
    expect(bytes).toBe(files.reduce((sum, file) => sum + file.bytes, 0));
    expect(dtypes).toEqual({ vision_encoder: 'fp32', embed_tokens: 'fp32', decoder_model_merged: 'fp32' });
  });

  test('the precision that is asked for, for some parts or for all', () => {
    expect(onnxOf(whole, {}, { decoder_model_merged: 'q4', vision_encoder: 'fp16' })).toEqual([
      'onnx/decoder_model_merged_q4.onnx',
      'onnx/embed_tokens.onnx',
      'onnx/vision_encoder_fp16.onnx',
    ]);
    expect(() => chooseHubFiles(whole, {}, 'q4')).toThrow(
      expect.objectContaining({
        code: 'model-dtype-missing',
        facts: { model: 'owner/name', component: 'vision_encoder', dtype: 'q4', available: ['fp32', 'fp16'] },
      }),
    );
    expect(() => chooseHubFiles(whole, {}, 'fp8' as never)).toThrow(
      expect.objectContaining({ code: 'invalid-setting' }),
    );
  });

  test('what the model recommends, where it is there', () => {
    expect(onnxOf(whole, recommending({ vision_encoder: 'fp16', decoder_model_merged: 'q8' }))).toEqual([
      'onnx/decoder_model_merged.onnx',
      'onnx/decoder_model_merged.onnx_data',
      'onnx/decoder_model_merged.onnx_data_1',
      'onnx/embed_tokens.onnx',
      'onnx/vision_encoder_fp16.onnx',
    ]);
  });

  test('the most exact where there is no fp32', () => {
    expect(onnxOf(without('onnx/decoder_model_merged.onnx'), {})).toContain(
      'onnx/decoder_model_merged_q4.onnx',
    );
  });

  test('a decoder graph may embed its own tokens', () => {
    expect(onnxOf(without('onnx/embed_tokens.onnx'), {})).not.toContain('onnx/embed_tokens.onnx');
  });
});

describe('says what there is instead', () => {
  test('safetensors alone', () => {
    const listing = listingOf(['config.json', 'tokenizer.json', 'model-00001-of-00002.safetensors']);
    expect(() => chooseHubFiles(listing, {})).toThrow(
      expect.objectContaining({
        code: 'hub-model-unusable',
        message: expect.stringMatching(
          /^owner\/name can't be run here: found no ONNX files but weights in model-00001-of-00002\.safetensors, expected onnx\/vision_encoder\.onnx, onnx\/decoder_model_merged\.onnx\. Choose an ONNX export/,
        ),
      }),
    );
  });

  test('another ONNX layout', () => {
    const listing = listingOf(['config.json', 'tokenizer.json', 'onnx/model.onnx']);
    expect(() => chooseHubFiles(listing, {})).toThrow(
      /found weights in onnx\/model\.onnx, expected onnx\/vision/,
    );
  });

  test.each(['config.json', 'tokenizer.json'])('no %s', (path) => {
    expect(() => chooseHubFiles(without(path), {})).toThrow(
      expect.objectContaining({
        code: 'hub-model-unusable',
        facts: expect.objectContaining({ expected: path }),
      }),
    );
  });

  test('nothing', () => {
    expect(() => chooseHubFiles(listingOf(['README.md']), {})).toThrow(/no ONNX files but no weights/);
  });
});
