import { describeModel, openModelFolder, type WeightsProgress } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { checkpoint, checkpointBlobs, checkpointPaths, onnxFixtures } from './testing/test-files.ts';

/** Addresses of the checkpoint's files, as a bundler gives them. */
const addresses = () =>
  Object.fromEntries(checkpointPaths.map((path) => [path, new URL(path, checkpoint.url)]));

test('folder, addresses, texts and Blobs are one model, under one id everywhere', async () => {
  const blobs = await checkpointBlobs();
  const texts = Object.fromEntries(checkpointPaths.map((path) => [path, new URL(path, checkpoint.url).href]));
  for (const place of [checkpoint.url, checkpoint.url.href, addresses(), texts, blobs]) {
    const folder = await openModelFolder(place);
    expect(folder.id).toBe('33b2fa883382aa52055a359b49b1cbbe');
    expect(await folder.chatTemplate()).toBe(await checkpoint.text('chat_template.jinja'));
    expect((await folder.tokenizer()).tokenizer).toEqual(await checkpoint.json('tokenizer.json'));
    const { weightBytes } = await describeModel(folder);
    expect(weightBytes).toBe(132_961 + 49_363 + 19_147);
  }
});

test.each([
  ['Blobs', await checkpointBlobs()],
  ['addresses', addresses()],
])('weights in %s are loaded when asked for, with progress, and each time anew', async (_, place) => {
  const seen: WeightsProgress[] = [];
  const onProgress = (event: WeightsProgress) => seen.push(event);
  const folder = await openModelFolder(place, { onProgress });
  const file = await folder.onnxFile('vision_encoder');
  expect(seen).toEqual([]);
  const { model, externalData } = await file.load();
  expect(model).toEqual(await checkpoint.bytes('onnx/vision_encoder.onnx'));
  expect(externalData).toEqual([]);
  expect(seen.at(-1)).toEqual({ path: 'onnx/vision_encoder.onnx', loaded: 19_147, total: 19_147 });
  structuredClone(model, { transfer: [(model as Uint8Array).buffer as ArrayBuffer] });
  expect((await file.load()).model).toHaveLength(19_147);
});

test('external data comes by the name that the file uses', async () => {
  const place = {
    ...(await checkpointBlobs()),
    'onnx/embed_tokens.onnx': new Blob([await onnxFixtures.bytes('external.onnx')]),
    'onnx/external.onnx_data': new Blob([await onnxFixtures.bytes('external.onnx_data')]),
  };
  const file = await (await openModelFolder(place)).onnxFile('embed_tokens');
  expect(file.bytes).toBe(190 + 8192);
  const { model, externalData } = await file.load();
  expect(model).toHaveLength(190);
  expect(externalData).toEqual([
    { path: 'external.onnx_data', data: await onnxFixtures.bytes('external.onnx_data') },
  ]);
  const { 'onnx/external.onnx_data': _, ...incomplete } = place;
  await expect(openModelFolder(incomplete)).rejects.toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['onnx/external.onnx_data'] },
  });
});

test.each(['model.safetensors', 'model.safetensors.index.json'])(
  'where there is %s alone, converting it is the way',
  async (weights) => {
    const settings = Object.entries(await checkpointBlobs()).filter(([path]) => !path.startsWith('onnx/'));
    const place = { ...Object.fromEntries(settings), [weights]: new Blob(['{}']) };
    await expect(openModelFolder(place)).rejects.toMatchObject({
      code: 'model-incomplete',
      facts: {
        missing: ['onnx/vision_encoder.onnx', 'onnx/embed_tokens.onnx', 'onnx/decoder_model_merged.onnx'],
      },
      message: expect.stringMatching(
        /Its weights are safetensors: make ONNX graphs of them with "slowfast models convert"/,
      ),
    });
  },
);

test('files that are missing or broken are named', async () => {
  const blobs = await checkpointBlobs();
  await expect(openModelFolder({})).rejects.toMatchObject({
    code: 'model-not-found',
    facts: { place: 'the given files' },
  });
  const { 'tokenizer.json': _, 'onnx/vision_encoder.onnx': __, ...incomplete } = blobs;
  await expect(openModelFolder(incomplete)).rejects.toMatchObject({
    code: 'model-incomplete',
    facts: { missing: ['tokenizer.json', 'onnx/vision_encoder.onnx'] },
  });
  const cut = { ...blobs, 'onnx/vision_encoder.onnx': blobs['onnx/vision_encoder.onnx']!.slice(0, 5000) };
  await expect(openModelFolder(cut).then(describeModel)).rejects.toMatchObject({
    code: 'model-invalid',
    facts: { place: 'the given files/onnx/vision_encoder.onnx' },
  });
  const noJson = { ...blobs, 'config.json': new Blob(['<html>']) };
  await expect(openModelFolder(noJson)).rejects.toMatchObject({
    code: 'model-invalid',
    facts: { place: 'the given files/config.json' },
  });
});

test('opening and loading end with the reason of their signals', async () => {
  const place = await checkpointBlobs();
  const reason = new Error('enough');
  const opening = new AbortController();
  const pending = openModelFolder(place, { signal: opening.signal });
  opening.abort(reason);
  await expect(pending).rejects.toBe(reason);

  const loading = new AbortController();
  const folder = await openModelFolder(place, { onProgress: () => loading.abort(reason) });
  const file = await folder.onnxFile('vision_encoder');
  await expect(file.load({ signal: loading.signal })).rejects.toBe(reason);
  expect((await file.load()).model).toHaveLength(19_147);
});

test.each(['data:text/plain,hello', 'https://[', 'ftp://example.org/model'])(
  '%s is no model',
  async (place) => {
    await expect(openModelFolder(place)).rejects.toMatchObject({ code: 'model-not-found' });
  },
);
