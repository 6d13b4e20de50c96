import {
  describeModel,
  type OpenModelFolderOptions,
  openModelFolder,
  type WeightsProgress,
} from '@slowfast/model-files';
import { modelFolder as embeddedModel } from '@slowfast/tiny-model/index.browser.js';
import { expect, inject, test } from 'vitest';
import type { OddServerKind } from './testing/odd-server.ts';

const weights = 'onnx/vision_encoder.onnx';
const weightBytes = 3_690_161;
const truth = await openModelFolder(embeddedModel);

/** The weights here are small; they are to be read as large ones are. */
const openInParts = (place: string, options: OpenModelFolderOptions = {}) =>
  openModelFolder(place, { wholeFileBytes: 192 * 1024, ...options });

/** A model on a server of such a kind, and what the server was asked for. */
function served(kind: OddServerKind) {
  const id = crypto.randomUUID();
  return {
    place: `${inject('oddServer')}/${kind}/${id}`,
    async requests(path = ''): Promise<string[]> {
      const answer = await fetch(`${inject('oddServer')}/requests/${id}`);
      return ((await answer.json()) as string[]).filter((request) => request.includes(path));
    },
  };
}

test('the server of this page: an address with and without a slash, a relative one', async () => {
  const config = embeddedModel['config.json']!;
  const folder = new URL('.', config);
  for (const place of [folder, folder.href, folder.href.slice(0, -1), `${folder.pathname}?x=1#y`]) {
    expect((await openModelFolder(place)).id).toBe(truth.id);
  }
});

const kinds: readonly (readonly [OddServerKind, 'ranges' | 'whole'])[] = [
  ['plain', 'ranges'],
  ['no-head', 'ranges'],
  ['head-forbidden', 'ranges'],
  ['no-length', 'ranges'],
  ['pages', 'ranges'],
  ['no-range', 'whole'],
  ['no-head-no-range', 'whole'],
  ['no-length-no-range', 'whole'],
  ['hidden-range', 'whole'],
];

test.each(kinds)('a server of another origin: %s, read by %s', async (kind, way) => {
  const { place, requests } = served(kind);
  const seen: WeightsProgress[] = [];
  const folder = await openInParts(place, { onProgress: (event) => seen.push(event) });
  expect(folder.id).toBe(truth.id);
  const { place: _, ...description } = await describeModel(folder);
  const { place: __, ...expected } = await describeModel(truth);
  expect(description).toEqual(expected);
  const isWhole = (request: string) => !request.startsWith('HEAD') && !/bytes=\d+-\d+$/.test(request);
  if (way === 'ranges') {
    expect((await requests(weights)).filter(isWhole)).toEqual([]);
    expect(seen).toEqual([]);
  }
  const file = await folder.onnxFile('vision_encoder');
  const { model } = await file.load();
  expect(model).toEqual((await (await truth.onnxFile('vision_encoder')).load()).model);
  expect(seen.at(-1)).toEqual({ path: weights, loaded: weightBytes, total: weightBytes });
  const whole = (await requests(weights)).filter(isWhole);
  // Where ranges are not known, any request brings the whole: there may be one that asked for a part.
  const brought =
    way === 'ranges' ? whole : (await requests(weights)).filter((text) => !text.startsWith('HEAD'));
  expect(brought.length, brought.join(', ')).toBe(kind === 'hidden-range' ? 2 : 1);
  const all = await requests();
  for (const path of ['config.json', 'tokenizer.json', 'chat_template.jinja']) {
    expect(all.filter((request) => request.includes(` ${path}`))).toEqual([`GET ${path}`]);
  }
});

test('headers and samples cost few requests', async () => {
  const { place, requests } = served('plain');
  await describeModel(await openInParts(place));
  const all = await requests();
  expect(all.filter((request) => request.startsWith('HEAD')).length).toBeLessThan(5);
  expect(all.length).toBeLessThan(150);
});

test('weights of ordinary size are fetched whole, once', async () => {
  const { place, requests } = served('plain');
  const folder = await openModelFolder(place);
  await describeModel(folder);
  await (await folder.onnxFile('vision_encoder')).load();
  expect(await requests(weights)).toEqual([`HEAD ${weights}`, `GET ${weights}`]);
});

test.each([
  ['forbidden', 'HTTP 403'],
  ['failing', 'HTTP 500'],
  ['closed', 'CORS'],
] as const)('%s: there is no model, because of %s', async (kind, reason) => {
  const { place } = served(kind);
  await expect(openModelFolder(place)).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringContaining(reason),
    facts: { place: expect.stringContaining(place) },
  });
});

test('a wrong address: the reason is in the message', async () => {
  const { place } = served('plain');
  await expect(openModelFolder(`${place}/nowhere`)).rejects.toThrow('HTTP 404');
  await expect(openModelFolder(`${served('pages').place}/nowhere`)).rejects.toThrow('an HTML page');
  await expect(openModelFolder('http://127.0.0.1:9/')).rejects.toThrow('network failure');
  await expect(openModelFolder('file:///model')).rejects.toThrow('chosen or dropped');
});

test('missing files are named: 404 and pages for what is not there', async () => {
  for (const kind of ['plain', 'pages'] as const) {
    const { place } = served(kind);
    await expect(openModelFolder(`${place}/onnx`)).rejects.toMatchObject({ code: 'model-not-found' });
    const url = (path: string) => `${place}/${path}`;
    const given = { 'config.json': url('config.json'), 'tokenizer.json': url('nothing.json') };
    await expect(openModelFolder(given)).rejects.toMatchObject({
      code: 'model-incomplete',
      facts: {
        missing: [
          'tokenizer.json',
          'onnx/vision_encoder.onnx',
          'onnx/embed_tokens.onnx',
          'onnx/decoder_model_merged.onnx',
        ],
      },
    });
  }
});

test('weights that are shorter than announced are invalid', async () => {
  const ranged = await openInParts(served('short').place);
  await expect((await ranged.onnxFile('vision_encoder')).load()).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(`of ${weightBytes} bytes`),
  });
  await expect(openModelFolder(served('short-no-range').place)).rejects.toMatchObject({
    code: 'model-invalid',
  });
});

test('loading ends at once with the reason of its signal, and can be tried again', async () => {
  const folder = await openInParts(served('endless').place);
  const file = await folder.onnxFile('vision_encoder');
  const reason = new Error('enough');
  for (let i = 0; i < 2; i++) {
    const cancel = new AbortController();
    const pending = file.load({ signal: cancel.signal });
    setTimeout(() => cancel.abort(reason), 100);
    await expect(pending).rejects.toBe(reason);
  }
});

test('opening ends at once with the reason of its signal', async () => {
  const cancel = new AbortController();
  const pending = openModelFolder(served('plain').place, { signal: cancel.signal });
  const reason = new Error('enough');
  setTimeout(() => cancel.abort(reason), 5);
  await expect(pending).rejects.toBe(reason);
});

test('small files that a bundler writes into the script are read from there', async () => {
  const text = await (await fetch(embeddedModel['config.json']!)).text();
  const inline = {
    'config.json': `data:application/json;base64,${btoa(text)}`,
    'chat_template.jinja': `data:text/plain,${encodeURIComponent((await truth.chatTemplate())!)}`,
  };
  const folder = await openModelFolder({ ...embeddedModel, ...inline });
  expect(folder.id).toBe(truth.id);
  expect(await folder.chatTemplate()).toBe(await truth.chatTemplate());
});
