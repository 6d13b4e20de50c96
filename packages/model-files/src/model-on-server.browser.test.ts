import { describeModel, openModelFolder, type WeightsProgress } from '@slowfast/model-files';
import { modelFiles as embeddedModel } from '@slowfast/tiny-model/files';
import { expect, inject, test } from 'vitest';
import type { OddServerKind } from './testing/odd-server.ts';

const weights = 'onnx/vision_encoder.onnx';
const address = `${inject('oddServer')}/plain/truth/${weights}`;
const weightsFile = await (await fetch(address)).blob();
const weightBytes = weightsFile.size;
/** The embedded model with weights that are large enough to be read in parts. */
const truth = await openModelFolder({ ...embeddedModel, [weights]: weightsFile });

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
  const folder = new URL('.', embeddedModel['config.json']!);
  const { id } = await openModelFolder(embeddedModel);
  for (const place of [folder, folder.href, folder.href.slice(0, -1), `${folder.pathname}?x=1#y`]) {
    expect((await openModelFolder(place)).id).toBe(id);
  }
});

const kinds: readonly (readonly [OddServerKind, 'ranges' | 'whole'])[] = [
  ['plain', 'ranges'],
  ['compressed', 'ranges'],
  ['pages', 'ranges'],
  ['hidden-range', 'ranges'],
  ['hidden-range-no-head', 'whole'],
  ['hidden-range-head-forbidden', 'whole'],
  ['hidden-range-no-length', 'whole'],
  ['no-range', 'whole'],
  ['no-range-no-length', 'whole'],
];

test.each(kinds)('a server of another origin: %s, read by %s', async (kind, way) => {
  const { place, requests } = served(kind);
  const seen: WeightsProgress[] = [];
  const folder = await openModelFolder(place, { onProgress: (event) => seen.push(event) });
  expect(folder.id).toBe(truth.id);
  const { place: _, ...description } = await describeModel(folder);
  const { place: __, ...expected } = await describeModel(truth);
  expect(description).toEqual(expected);
  const bringsAll = (request: string) =>
    request === `GET ${weights}` || (kind.startsWith('no-range') && request.startsWith('GET'));
  // Where ranges can't be used the weights came when the model was opened.
  const isThere = way === 'whole';
  expect((await requests(weights)).filter(bringsAll)).toHaveLength(isThere ? 1 : 0);
  expect(seen.some(({ path }) => path === weights)).toBe(isThere);

  const { model } = await (await folder.onnxFile('vision_encoder')).load();
  expect(await digest(model)).toBe(await digest(new Uint8Array(await weightsFile.arrayBuffer())));
  expect(seen.at(-1)).toEqual({ path: weights, loaded: weightBytes, total: weightBytes });
  const all = await requests();
  expect(all.filter((request) => request.includes(weights)).filter(bringsAll)).toHaveLength(1);
  for (const path of ['config.json', 'tokenizer.json', 'chat_template.jinja']) {
    expect(all.filter((request) => request.includes(` ${path}`))).toEqual([`GET ${path}`]);
  }
});

async function digest(bytes: string | Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return new Uint8Array(hash).toString();
}

test('headers and samples cost few requests', async () => {
  const { place, requests } = served('plain');
  await describeModel(await openModelFolder(place));
  const all = await requests();
  expect(all.length, all.join(', ')).toBeLessThan(60);
  expect(all.filter((request) => request.startsWith('HEAD'))).toEqual([]);
});

test('weights of ordinary size are fetched whole, once', async () => {
  const { place, requests } = served('plain');
  const folder = await openModelFolder(place);
  await describeModel(folder);
  await (await folder.onnxFile('decoder_model_merged')).load();
  const path = 'onnx/decoder_model_merged.onnx';
  expect(await requests(path)).toEqual([`GET ${path} bytes=0-0`, `GET ${path}`]);
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
  const ranged = await openModelFolder(served('short').place);
  await expect((await ranged.onnxFile('vision_encoder')).load()).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(`of ${weightBytes} bytes`),
  });
  await expect(openModelFolder(served('short-no-range').place)).rejects.toMatchObject({
    code: 'model-invalid',
  });
});

test('loading ends at once with the reason of its signal, and can be tried again', async () => {
  const folder = await openModelFolder(served('endless').place);
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
  expect(folder.id).toBe((await openModelFolder(embeddedModel)).id);
  expect(await folder.chatTemplate()).toBe(await truth.chatTemplate());
});
