import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isSlowFastError } from '@slowfast/spec';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeModel, type ModelDtypeChoice, openModelFolder } from './index.ts';

const checkpoint = fileURLToPath(new URL('../../language-models/fixtures/tiny-chatml', import.meta.url));
const onnxFixtures = fileURLToPath(new URL('../../onnx-format/fixtures', import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'model-files-'));
  await cp(checkpoint, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const path = (name: string) => join(folder, name);
const remove = (...names: string[]) => Promise.all(names.map((name) => rm(path(name), { recursive: true })));

async function edit(
  name: string,
  change: (json: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const json = JSON.parse(await readFile(path(name), 'utf8'));
  await writeFile(path(name), JSON.stringify(change(json)));
}

/** What opening and describing the folder throws. */
async function failure(): Promise<{ code: string; message: string; facts: Record<string, unknown> }> {
  const error = await openModelFolder(folder)
    .then(describeModel)
    .catch((reason: unknown) => reason);
  if (!isSlowFastError(error)) throw new Error(`expected a typed error, found ${String(error)}`);
  return error as never;
}

test('reads the files of a checkpoint, wherever it lies', async () => {
  const model = await openModelFolder(folder);
  expect(model.config.model_type).toBe('llava');
  expect(model.preprocessorConfig).toMatchObject({ image_processor_type: 'CLIPImageProcessor' });
  expect(model.generationConfig).toEqual({ eos_token_id: [382, 380] });
  expect(await model.chatTemplate()).toContain('<|im_start|>');
  expect((await model.tokenizer()).tokenizer).toHaveProperty('model.vocab');
  expect((await openModelFolder(pathToFileURL(folder))).id).toBe(model.id);
  expect((await openModelFolder(pathToFileURL(checkpoint).href)).id).toBe(model.id);
});

test('the id follows the contents', async () => {
  const ids = new Set([(await openModelFolder(folder)).id]);
  const change = async (work: () => Promise<unknown>) => {
    await work();
    ids.add((await openModelFolder(folder)).id);
  };
  await change(() => edit('config.json', (config) => ({ ...config, extra: 1 })));
  await change(() => edit('preprocessor_config.json', (config) => ({ ...config, resample: 2 })));
  await change(async () => {
    const weights = await readFile(path('onnx/vision_encoder.onnx'));
    weights[weights.length - 2000]! ^= 1;
    await writeFile(path('onnx/vision_encoder.onnx'), weights);
  });
  await change(() => remove('onnx/embed_tokens.onnx'));
  expect(ids.size).toBe(5);
});

test('one changed stretch in the middle of a large file changes its id', async () => {
  const data = new Uint8Array(3_000_000);
  const ids = new Set<string>();
  await cp(join(onnxFixtures, 'external.onnx'), path('onnx/embed_tokens.onnx'));
  for (let i = 0; i < 2; i++) {
    data.fill(i, 1_000_000, 1_400_000);
    await writeFile(path('onnx/external.onnx_data'), data);
    ids.add((await (await openModelFolder(folder)).onnxFile('embed_tokens')).id);
  }
  expect(ids.size).toBe(2);
});

test('chooses the precision: asked for, recommended, fp32, most exact', async () => {
  const chosen = async (dtype?: 'fp16') =>
    (await (await openModelFolder(folder)).onnxFile('decoder_model_merged', dtype)).path;
  expect(await chosen()).toBe('onnx/decoder_model_merged.onnx');
  expect(await chosen('fp16')).toBe('onnx/decoder_model_merged_fp16.onnx');
  const recommend = (dtype: unknown) =>
    edit('config.json', (c) => ({ ...c, 'transformers.js_config': { dtype } }));
  await recommend('fp16');
  expect(await chosen()).toBe('onnx/decoder_model_merged_fp16.onnx');
  await recommend({ embed_tokens: 'fp16', decoder_model_merged: 'q4' });
  expect(await chosen()).toBe('onnx/decoder_model_merged.onnx');
  await remove('onnx/decoder_model_merged.onnx');
  await cp(path('onnx/decoder_model_merged_fp16.onnx'), path('onnx/decoder_model_merged_quantized.onnx'));
  expect(await chosen()).toBe('onnx/decoder_model_merged_fp16.onnx');
  await remove('onnx/decoder_model_merged_fp16.onnx');
  expect(await chosen()).toBe('onnx/decoder_model_merged_quantized.onnx');
  await expect(chosen('fp16')).rejects.toMatchObject({
    code: 'model-dtype-missing',
    facts: { component: 'decoder_model_merged', dtype: 'fp16', available: ['q8'] },
  });
  const model = await openModelFolder(folder);
  await expect(model.onnxFile('embed_tokens', 'fp8' as never)).rejects.toMatchObject({
    code: 'invalid-setting',
  });
});

test('a precision chosen at opening is that of all parts, or of those that it names', async () => {
  await cp(path('onnx/embed_tokens_fp16.onnx'), path('onnx/embed_tokens_q4.onnx'));
  const paths = async (dtype: ModelDtypeChoice) => {
    const model = await openModelFolder(folder, { dtype });
    return [
      (await model.onnxFile('embed_tokens')).path,
      (await model.onnxFile('decoder_model_merged')).path,
      (await model.onnxFile('decoder_model_merged', 'fp32')).path,
      model.id,
    ];
  };
  const [embedder, decoderGraph, asked, id] = await paths({
    embed_tokens: 'q4',
    decoder_model_merged: 'fp16',
  });
  expect(embedder).toBe('onnx/embed_tokens_q4.onnx');
  expect(decoderGraph).toBe('onnx/decoder_model_merged_fp16.onnx');
  expect(asked).toBe('onnx/decoder_model_merged.onnx');
  expect((await paths('fp32'))[3]).not.toBe(id);
  await expect(openModelFolder(folder, { dtype: 'q4' })).rejects.toMatchObject({
    code: 'model-dtype-missing',
    facts: { component: 'vision_encoder', dtype: 'q4', available: ['fp32'] },
  });
});

test('a model without embed_tokens is whole only where its decoder graph takes ids', async () => {
  await remove('onnx/embed_tokens.onnx', 'onnx/embed_tokens_fp16.onnx');
  await expect(openModelFolder(folder)).rejects.toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['onnx/embed_tokens.onnx'] },
  });
});

test('external data is found, counted, and missed when it is not there', async () => {
  await cp(join(onnxFixtures, 'external.onnx'), path('onnx/embed_tokens.onnx'));
  expect(await failure()).toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['onnx/external.onnx_data'] },
  });
  await cp(join(onnxFixtures, 'external.onnx_data'), path('onnx/external.onnx_data'));
  const file = await (await openModelFolder(folder)).onnxFile('embed_tokens');
  expect(file).toMatchObject({ dtype: 'fp32', bytes: 190 + 8192 });
  // The runtime finds the data beside the path.
  expect(await file.load()).toEqual({ model: path('onnx/embed_tokens.onnx'), externalData: [] });
});

test('external data outside of the model is refused', async () => {
  const bytes = await readFile(join(onnxFixtures, 'external.onnx'));
  // A path of the same length keeps the file whole.
  Buffer.from('../../external.dat').copy(bytes, bytes.indexOf('external.onnx_data'));
  await writeFile(path('onnx/embed_tokens.onnx'), bytes);
  expect(await failure()).toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining('../../external.dat'),
  });
});

test('symbolic links are followed: caches of the Hugging Face hub are made of them', async () => {
  const snapshot = path('snapshot');
  await mkdir(snapshot);
  const names = [
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'chat_template.jinja',
    'preprocessor_config.json',
    'onnx',
  ];
  for (const name of names) await symlink(path(name), join(snapshot, name));
  expect((await openModelFolder(snapshot)).id).toBe((await openModelFolder(folder)).id);
});

test('no folder, a file, and an empty folder are no model', async () => {
  await expect(openModelFolder('/nowhere/at/all')).rejects.toMatchObject({ code: 'model-not-found' });
  await expect(openModelFolder(path('config.json'))).rejects.toMatchObject({ code: 'model-not-found' });
  for (const link of ['https://example.org/model', new URL('https://example.org/')])
    await expect(openModelFolder(link)).rejects.toMatchObject({ code: 'model-not-found' });
  await remove('config.json', 'tokenizer.json', 'onnx');
  expect(await failure()).toMatchObject({ code: 'model-not-found' });
});

test('missing files are all named', async () => {
  await remove(
    'tokenizer.json',
    'onnx/vision_encoder.onnx',
    'onnx/embed_tokens.onnx',
    'onnx/embed_tokens_fp16.onnx',
  );
  expect(await failure()).toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['tokenizer.json', 'onnx/vision_encoder.onnx', 'onnx/embed_tokens.onnx'] },
  });
});

test('broken files are named', async () => {
  for (const name of [
    'config.json',
    'tokenizer.json',
    'preprocessor_config.json',
    'generation_config.json',
  ]) {
    const whole = await readFile(path(name));
    await writeFile(path(name), whole.subarray(0, whole.length / 2));
    expect(await failure()).toMatchObject({ code: 'model-invalid', facts: { place: `${folder}/${name}` } });
    await writeFile(path(name), '[]');
    expect(await failure()).toMatchObject({ code: 'model-invalid' });
    await writeFile(path(name), whole);
  }
  await writeFile(path('onnx/embed_tokens.onnx'), 'version https://git-lfs.github.com/spec/v1\n');
  expect(await failure()).toMatchObject({ code: 'model-invalid', facts: { found: 'a Git LFS pointer' } });
});

test('models of other kinds are not supported', async () => {
  await edit('config.json', ({ image_token_index: _, ...config }) => config);
  expect(await failure()).toMatchObject({ code: 'model-unsupported' });
  await edit('config.json', (config) => ({ ...config, image_token_id: 383, is_encoder_decoder: true }));
  expect(await failure()).toMatchObject({ code: 'model-unsupported' });
});

test('the chat template is found in all its places', async () => {
  await remove('chat_template.jinja');
  expect(await (await openModelFolder(folder)).chatTemplate()).toBeUndefined();
  expect(await failure()).toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['chat_template.jinja'] },
  });
  const inTokenizer = (template: unknown) =>
    edit('tokenizer_config.json', (c) => ({ ...c, chat_template: template }));
  await inTokenizer('one');
  expect(await (await openModelFolder(folder)).chatTemplate()).toBe('one');
  await inTokenizer([
    { name: 'tools', template: 'two' },
    { name: 'default', template: 'three' },
  ]);
  expect(await (await openModelFolder(folder)).chatTemplate()).toBe('three');
  await writeFile(path('chat_template.json'), JSON.stringify({ chat_template: 'four' }));
  expect(await (await openModelFolder(folder)).chatTemplate()).toBe('four');
});
