import { openModelFolder, wasmFormTimes } from '@slowfast/model-files';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { cdp } from 'vitest/browser';
import { isHubModelName } from '../hub-model-name.ts';
import { hubModel as model } from '../testing/hub-space.ts';
import { checkpoint, checkpointBlobs } from '../testing/tiny-chatml.ts';
import { listHubModels, offerHubModel, openModel, pullHubModel, removeHubModel } from './index.ts';
import { modelStore } from './model-store.ts';
import { bringInWorker } from './remote-pull.ts';
import { hubSpace, until } from './testing/hub-space.ts';

const decoderGraph = 'onnx/decoder_model_merged.onnx';
const decoderGraphBytes = await checkpoint.bytes(decoderGraph);
/** What is there without a choice of precision. */
const usual = [
  'chat_template.jinja',
  'config.json',
  'generation_config.json',
  'onnx/decoder_model_merged.onnx',
  'onnx/embed_tokens.onnx',
  'onnx/vision_encoder.onnx',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

/** Leaves nothing of earlier tests. */
async function forget(): Promise<void> {
  for (const { id } of await listHubModels()) await removeHubModel(id);
}
beforeEach(forget);
afterAll(forget);

const storage = await navigator.storage.getDirectory();

/** Names of all contents in the storage, as an outsider sees them. */
async function blobNames(): Promise<string[]> {
  const root = await storage.getDirectoryHandle('slowfast-hub');
  const folder = await (await root.getDirectoryHandle('models--slowfast--tiny-chatml')).getDirectoryHandle(
    'blobs',
  );
  const names: string[] = [];
  for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
  return names.sort();
}

test('brings just what is needed, tells how far it is, and never asks again', async () => {
  const hub = hubSpace();
  const pulled = await pullHubModel(model, hub.options);
  expect([...pulled.paths].sort()).toEqual(usual);
  for (const path of usual) {
    const bytes = new Uint8Array(await (pulled.files[path] as File).arrayBuffer());
    expect(bytes, path).toEqual(await checkpoint.bytes(path));
  }
  expect(await hub.fileRequests()).toHaveLength(usual.length);
  expect(hub.seen[0]).toMatchObject({ type: 'files-chosen', bytes: pulled.bytes });
  expect(hub.seen.filter(({ type }) => type === 'file-end')).toHaveLength(usual.length - 1);
  const arrived = hub.seen.filter((progress) => progress.type === 'bytes-arrived').at(-1);
  expect(arrived).toMatchObject({ allLoaded: pulled.bytes, allBytes: pulled.bytes });

  const later = hubSpace();
  expect(await pullHubModel(model, later.options)).toMatchObject({ commit: pulled.commit });
  expect((await later.requests()).map(({ path }) => path)).toEqual([
    `/api/models/${model}/revision/main?blobs=true`,
  ]);
  const asked = hubSpace();
  await pullHubModel(`${model}@${pulled.commit}`, asked.options);
  expect(await asked.requests()).toEqual([]);
});

test('another precision brings what is missing alone', async () => {
  await pullHubModel(model, hubSpace().options);
  const hub = hubSpace();
  const dtype = { decoder_model_merged: 'fp16', embed_tokens: 'fp16' } as const;
  const { dtypes } = await pullHubModel(model, { ...hub.options, dtype });
  expect(dtypes).toEqual({ vision_encoder: 'fp32', ...dtype });
  expect(await hub.fileRequests()).toHaveLength(2);
  const [kept] = await listHubModels();
  expect(kept?.snapshots[0]?.downloads.map((each) => each.isWhole)).toEqual([true, true]);
  await expect(pullHubModel(model, { ...hub.options, dtype: 'q4' })).rejects.toMatchObject({
    code: 'model-dtype-missing',
  });
  expect((await listHubModels())[0]?.snapshots[0]?.downloads).toHaveLength(2);
});

test('without a choice it brings what is fast on the runtime, and notes what that was', async () => {
  const { times } = wasmFormTimes;
  const halvesAreFast = { ...times.decoder_model_merged, float16: 0.5 };
  const formTimes = { ...wasmFormTimes, times: { ...times, decoder_model_merged: halvesAreFast } };
  const fast = { vision_encoder: 'fp32', embed_tokens: 'fp16', decoder_model_merged: 'fp16' };
  const hub = hubSpace();
  const offer = await offerHubModel(model, { ...hub.options, formTimes });
  expect(offer.recommended.dtypes).toMatchObject({ decoder_model_merged: 'fp32' });
  expect(offer.proposed.dtypes).toEqual(fast);
  const inSingles = { ...times.decoder_model_merged, float32: 2 };
  const slowTimes = { ...wasmFormTimes, times: { ...times, decoder_model_merged: inSingles } };
  const { recommended, proposed } = await offerHubModel(model, { ...hub.options, formTimes: slowTimes });
  expect([recommended.isSlow, proposed.isSlow]).toEqual([true, false]);
  expect((await pullHubModel(model, { ...hub.options, formTimes })).dtypes).toEqual(fast);
  expect((await listHubModels())[0]?.snapshots[0]?.downloads).toMatchObject([{ dtype: fast, isWhole: true }]);

  const settings = { endpoint: 'http://127.0.0.1:9', offline: true };
  expect((await pullHubModel(model, { settings, formTimes })).dtypes).toEqual(fast);
  const folder = await openModel(model, { hub: settings, formTimes });
  expect((await folder.onnxFile('decoder_model_merged')).dtype).toBe('fp16');
  await expect(pullHubModel(model, { settings })).rejects.toMatchObject({ code: 'hub-offline' });
});

test('what it would cost is known before, and what of that is there', async () => {
  const hub = hubSpace();
  const offer = await offerHubModel(model, hub.options);
  expect(offer.choices.map(({ dtype }) => dtype)).toEqual(['fp32']);
  expect((await hub.fileRequests()).map(({ path }) => path.split('/').at(-1))).toEqual(['config.json']);
  const { bytes, fileCount } = offer.recommended;
  expect(offer.recommended).toMatchObject({ fileCount: usual.length, bytesThere: 0, isSlow: false });
  const pulled = await pullHubModel(model, hub.options);
  expect(pulled.paths).toHaveLength(fileCount);
  expect(pulled.bytes).toBe(bytes);
  expect((await offerHubModel(model, hub.options)).recommended).toMatchObject({ bytes, bytesThere: bytes });
});

test('a cancelled download goes on where it ended', async () => {
  const hub = hubSpace();
  await hub.misbehave({ match: 'storage GET', holdsAfter: 4000 });
  const cancel = new AbortController();
  const reason = new Error('enough');
  const pending = pullHubModel(model, {
    ...hub.options,
    signal: cancel.signal,
    onProgress: (progress) => {
      if (progress.type === 'bytes-arrived' && progress.path === decoderGraph && progress.loaded > 3000)
        cancel.abort(reason);
    },
  });
  await expect(pending).rejects.toBe(reason);
  // The worker ends after its page was told.
  await until(async () => !(await navigator.locks.query()).held?.some(({ name }) => name?.includes(model)));
  const [unfinished] = await listHubModels();
  expect(unfinished).toMatchObject({ id: model, snapshots: [{ downloads: [{ isWhole: false }] }] });
  const left = unfinished!.unfinishedBytes;
  expect(left).toBeGreaterThan(3000);
  expect(left).toBeLessThan(decoderGraphBytes.length);

  const later = hubSpace();
  await pullHubModel(model, later.options);
  const [first] = await later.fileRequests();
  expect(first).toMatchObject({
    range: `bytes=${left}-`,
    status: 206,
    sentBytes: decoderGraphBytes.length - left,
  });
  expect(later.seen).toContainEqual({
    type: 'file-begin',
    path: decoderGraph,
    bytes: decoderGraphBytes.length,
    bytesThere: left,
  });
  expect(await listHubModels()).toMatchObject([
    { unfinishedBytes: 0, snapshots: [{ refs: ['main'], downloads: [{ isWhole: true }] }] },
  ]);
});

test('a worker that is ended in the middle leaves what has arrived, and nothing under a finished name', async () => {
  const hub = hubSpace();
  await hub.misbehave({ match: 'storage GET', holdsAfter: 3000 });
  for (let round = 0; round < 3; round += 1) {
    const worker = new Worker(new URL('./testing/pulling-worker.ts', import.meta.url), { type: 'module' });
    const { onProgress: _, ...options } = hub.options;
    await new Promise<void>((resolve) => {
      worker.onmessage = ({ data }) => {
        const { progress } = data;
        if (progress?.type === 'bytes-arrived' && progress.path === decoderGraph) {
          if (progress.loaded > 2000 * (round + 1)) resolve();
        }
      };
      worker.postMessage({ model, options });
    });
    worker.terminate();
  }
  for (const name of await blobNames()) {
    if (name.endsWith('.partial')) continue;
    const root = await storage.getDirectoryHandle('slowfast-hub');
    const folder = await root.getDirectoryHandle('models--slowfast--tiny-chatml');
    const file = await (await (await folder.getDirectoryHandle('blobs')).getFileHandle(name)).getFile();
    const bytes = await file.arrayBuffer();
    const isSha256 = name.length === 64;
    const header = new TextEncoder().encode(isSha256 ? '' : `blob ${bytes.byteLength}\0`);
    const hash = await crypto.subtle.digest(
      isSha256 ? 'SHA-256' : 'SHA-1',
      await new Blob([header, bytes]).arrayBuffer(),
    );
    expect(Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')).toBe(
      name,
    );
  }
  const left = (await listHubModels())[0]!.unfinishedBytes;
  expect(left).toBeGreaterThan(6000);
  const later = hubSpace();
  await pullHubModel(model, later.options);
  expect((await later.fileRequests())[0]).toMatchObject({ range: `bytes=${left}-`, status: 206 });
});

test('two at once bring everything once, and one waits and says so', async () => {
  const hub = hubSpace();
  await hub.misbehave({ match: 'storage GET', holdsAfter: 1000 });
  const pulling = [pullHubModel(model, hub.options), pullHubModel(model, hub.options)];
  await until(() => hub.seen.some(({ type }) => type === 'lock-wait'));
  await hub.misbehave();
  const [one, other] = await Promise.all(pulling);
  expect(one!.commit).toBe(other!.commit);
  expect(await hub.fileRequests()).toHaveLength(usual.length);
  expect(hub.seen.filter(({ type }) => type === 'lock-wait')).toEqual([{ type: 'lock-wait', model }]);
});

describe('what the hub may do', () => {
  test.each([
    ['401', { match: 'hub GET /api', status: 401 }, 'hub-access-denied', /private or not there/],
    ['401 for a file', { match: 'hub GET .*onnx', status: 401 }, 'hub-access-denied', /private or not there/],
    [
      'a gated model',
      { match: 'hub GET .*resolve', status: 403, headers: { 'X-Error-Code': 'GatedRepo' } },
      'hub-access-denied',
      /Accept them at/,
    ],
    [
      'no such revision',
      { match: 'hub GET /api', status: 404, headers: { 'X-Error-Code': 'RevisionNotFound' } },
      'hub-not-found',
      /No revision main/,
    ],
    ['a file that is not there', { match: 'storage GET', status: 404 }, 'hub-not-found', /No file onnx/],
    ['429 for ever', { status: 429 }, 'hub-unavailable', /HTTP 429 after 3 attempts/],
    ['500 for ever', { match: 'storage', status: 500 }, 'hub-unavailable', /HTTP 500 after 3 attempts/],
    ['no connection', { refuses: true }, 'hub-unavailable', /after 3 attempts/],
    [
      'nothing more of a file',
      { match: 'storage', stallAfter: 100 },
      'hub-unavailable',
      /nothing more for 0.1 s/,
    ],
    ['wrong bytes', { match: 'storage', wrongBytes: true }, 'download-damaged', /found the hash/],
    ['more bytes', { match: 'storage', longerBy: 10 }, 'download-damaged', /as listed/],
    ['no listing', { match: 'hub GET /api', text: '<html>' }, 'hub-answer-invalid', /a listing in JSON/],
    [
      'a listing without files',
      { match: 'hub GET /api', text: '{}' },
      'hub-answer-invalid',
      /40 hexadecimal/,
    ],
  ] as const)('%s: a typed error, and it can be tried again', async (_, rule, code, message) => {
    const hub = hubSpace();
    await hub.misbehave(rule);
    const limits = 'stallAfter' in rule ? { stallMs: 100 } : {};
    const retryPolicy = { ...hub.options.retryPolicy, ...limits };
    await expect(pullHubModel(model, { ...hub.options, retryPolicy })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    await hub.misbehave();
    expect((await pullHubModel(model, hub.options)).paths).toHaveLength(usual.length);
  });

  test('wrong bytes are thrown away', async () => {
    const hub = hubSpace();
    await hub.misbehave({ match: 'storage', wrongBytes: true });
    await pullHubModel(model, hub.options).catch(() => {});
    expect((await blobNames()).filter((name) => name.length !== 40)).toEqual([]);
  });

  test('500 once, 429 with a wait, and two cuts: it goes on, and says so', async () => {
    const hub = hubSpace();
    await hub.misbehave(
      { match: 'hub GET /api', times: 1, status: 500 },
      { match: 'hub GET .*tokenizer', times: 1, status: 429, headers: { 'Retry-After': '0' } },
      { match: 'storage', times: 2, cutAfter: 4000, holdsAfter: 4000 },
    );
    await pullHubModel(model, hub.goingOn);
    const retries = hub.seen.filter((progress) => progress.type === 'retry');
    expect(retries.length).toBeGreaterThanOrEqual(4);
    expect(retries.map(({ found }) => found).join()).toMatch(/HTTP 500.*HTTP 429|HTTP 500.*breaks off/);
    expect((await hub.fileRequests()).some(({ range }) => /^bytes=\d+-$/.test(range ?? ''))).toBe(true);
  });

  test('no ranges: a download that was cut off begins anew', async () => {
    const hub = hubSpace();
    await hub.misbehave({ match: 'storage', times: 1, cutAfter: 4000, holdsAfter: 4000 }, { noRanges: true });
    const pulled = await pullHubModel(model, hub.goingOn);
    expect((await hub.fileRequests()).filter(({ range }) => range)).toMatchObject([{ status: 200 }]);
    expect(new Uint8Array(await (pulled.files[decoderGraph] as File).arrayBuffer())).toEqual(
      decoderGraphBytes,
    );
  });
});

test('the token goes to the hub alone', async () => {
  const hub = hubSpace({ token: 'hf_secret' });
  await pullHubModel(model, hub.options);
  const requests = await hub.requests();
  const of = (origin: 'hub' | 'storage') => requests.filter((request) => request.origin === origin);
  expect(new Set(of('hub').map(({ authorization }) => authorization))).toEqual(new Set(['Bearer hf_secret']));
  expect(of('storage').length).toBeGreaterThan(0);
  expect(new Set(of('storage').map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
});

describe('without the hub', () => {
  test('what is kept is used; what is not is named', async () => {
    await pullHubModel(model, hubSpace().options);
    const hub = hubSpace({ offline: true });
    expect((await pullHubModel(model, hub.options)).paths).toHaveLength(usual.length);
    const fp16 = pullHubModel(model, { ...hub.options, dtype: { decoder_model_merged: 'fp16' } });
    await expect(fp16).rejects.toMatchObject({
      code: 'hub-offline',
      facts: { missing: ['onnx/decoder_model_merged_fp16.onnx'] },
    });
    await expect(pullHubModel(`${model}@other`, hub.options)).rejects.toMatchObject({ code: 'hub-offline' });
    expect(await hub.requests()).toEqual([]);
  });

  test('a hub that can not be reached: the same, with a notice', async () => {
    await pullHubModel(model, hubSpace().options);
    const hub = hubSpace();
    await hub.misbehave({ refuses: true });
    const pulled = await pullHubModel(model, hub.options);
    expect(pulled).toMatchObject({ unreachable: expect.stringContaining('no connection') });
    expect(hub.seen.at(-1)).toMatchObject({ type: 'hub-unreachable' });
    const fp16 = pullHubModel(model, { ...hub.options, dtype: { decoder_model_merged: 'fp16' } });
    await expect(fp16).rejects.toMatchObject({ code: 'hub-unavailable' });
  });
});

describe('removing', () => {
  test('frees all that there was, unfinished downloads included', async () => {
    const { bytes } = await pullHubModel(model, hubSpace().options);
    expect(await listHubModels()).toMatchObject([{ id: model, bytes }]);
    const hub = hubSpace();
    await hub.misbehave({ match: 'storage', cutAfter: 4000, holdsAfter: 4000 });
    await pullHubModel(model, { ...hub.goingOn, dtype: { decoder_model_merged: 'fp16' } }).catch(() => {});
    const unfinishedBytes = (await listHubModels())[0]?.unfinishedBytes ?? 0;
    expect(unfinishedBytes).toBeGreaterThan(0);
    expect(await removeHubModel(model)).toMatchObject({ id: model, freedBytes: bytes + unfinishedBytes });
    expect(await listHubModels()).toEqual([]);
    await expect(removeHubModel(model)).rejects.toMatchObject({ code: 'model-not-found' });
  });

  test('waits while another downloads, and can be cancelled', async () => {
    const hub = hubSpace();
    await hub.misbehave({ match: 'storage', holdsAfter: 1000 });
    const pulling = pullHubModel(model, hub.options);
    await until(() => hub.seen.some(({ type }) => type === 'bytes-arrived'));
    const cancel = new AbortController();
    const reason = new Error('enough');
    const removing = removeHubModel(model, { signal: cancel.signal, onWait: () => cancel.abort(reason) });
    await expect(removing).rejects.toBe(reason);
    await hub.misbehave();
    expect((await pulling).paths).toHaveLength(usual.length);
  });
});

test('a time limit is the reason that is told', async () => {
  const hub = hubSpace();
  await hub.misbehave({ match: 'storage GET', holdsAfter: 1000 });
  const { onProgress: _, ...options } = hub.options;
  const pulling = pullHubModel(model, { ...options, signal: AbortSignal.timeout(300) });
  await expect(pulling).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('opens by its name, and is the same as from files', async () => {
  const hub = hubSpace();
  const folder = await openModel(model, {
    hub: hub.options.settings!,
    onDownload: hub.options.onProgress!,
  });
  expect(folder.place).toBe(model);
  expect(folder.id).toBe((await openModelFolder(await checkpointBlobs())).id);
  expect(hub.seen.some(({ type }) => type === 'file-end')).toBe(true);
  const { model: bytes } = await (await folder.onnxFile('decoder_model_merged')).load();
  expect(bytes).toEqual(decoderGraphBytes);
  const cancel = new AbortController();
  const reason = new Error('enough');
  await forget();
  const opening = openModel(model, {
    hub: hub.options.settings!,
    signal: cancel.signal,
    onDownload: () => cancel.abort(reason),
  });
  await expect(opening).rejects.toBe(reason);
});

test.each([
  ['owner/name', true],
  ['owner/name@refs/pr/1', true],
  [`owner/name@${'a'.repeat(40)}`, true],
  ['name', false],
  ['./owner/name', false],
  ['/owner/name', false],
  ['owner/name/', false],
  ['owner/name/more', false],
  ['https://example.org/name', false],
  ['https://huggingface.co/owner/name/tree/main', true],
  ['https://huggingface.co/owner/name/resolve/main', false],
  ['http:/name', false],
  ['owner/..', false],
  ['owner/name@', false],
  ['', false],
])('%s is the name of a model of the hub: %s', (text, expected) => {
  expect(isHubModelName(text)).toBe(expected);
});

test('a name that can be none, and a place that is none', async () => {
  await expect(pullHubModel('a/b/c', hubSpace().options)).rejects.toMatchObject({
    code: 'hub-reference-invalid',
  });
  const settings = { endpoint: 'nowhere' };
  await expect(pullHubModel(model, { settings })).rejects.toMatchObject({ code: 'invalid-setting' });
});

describe('the worker that writes', () => {
  const { retryPolicy, settings } = hubSpace().options;
  const options = { retryPolicy, settings: { offline: false, endpoint: '', ...settings } };

  test('can not be loaded: a typed error', async () => {
    const start = () => new Worker('/no-such-worker.js', { type: 'module' });
    await expect(bringInWorker(start, { id: model, revision: 'main' }, options)).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('could not be loaded'),
    });
  });

  test('ends without a word: a typed error, and the next one goes on', async () => {
    const hub = hubSpace();
    await hub.misbehave({ match: 'storage GET', holdsAfter: 1000 });
    let worker: Worker | undefined;
    const bringing = bringInWorker(
      () => {
        worker = new Worker(new URL('./testing/mortal-worker.ts', import.meta.url), { type: 'module' });
        return worker;
      },
      { id: model, revision: 'main' },
      {
        ...options,
        settings: { ...options.settings, endpoint: hub.endpoint },
        onProgress: ({ type }) => type === 'bytes-arrived' && worker?.postMessage('die'),
      },
    );
    await expect(bringing).rejects.toMatchObject({ code: 'output-failed' });
    expect((await pullHubModel(model, hubSpace().options)).paths).toHaveLength(usual.length);
  });
});

describe('no room', () => {
  const { origin } = location;
  const overrideQuota = (quotaSize?: number) =>
    (cdp() as unknown as { send(method: string, parameters: object): Promise<void> }).send(
      'Storage.overrideQuotaForOrigin',
      { origin, ...(quotaSize !== undefined && { quotaSize }) },
    );

  test('is seen before anything is downloaded', async () => {
    const facts = { place: "this site's storage", neededBytes: 1e15, freeBytes: expect.any(Number) };
    await expect(modelStore(model).files('').requireRoom(1e15)).rejects.toMatchObject({
      code: 'disk-full',
      facts,
    });
    const hub = hubSpace();
    try {
      await overrideQuota(1000);
      await expect(pullHubModel(model, hub.options)).rejects.toMatchObject({ code: 'disk-full' });
      expect((await hub.fileRequests()).filter(({ origin: at }) => at === 'storage')).toEqual([]);
    } finally {
      await overrideQuota();
    }
    expect((await pullHubModel(model, hub.options)).paths).toHaveLength(usual.length);
  });

  test('is seen while it is written: what has arrived makes room', async () => {
    await pullHubModel(model, hubSpace().options);
    const { usage = 0 } = await navigator.storage.estimate();
    try {
      await overrideQuota(usage + 100);
      const worker = new Worker(new URL('./testing/writing-worker.ts', import.meta.url), { type: 'module' });
      const told = await new Promise<unknown>((resolve) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.postMessage({ id: model, bytes: 50_000_000 });
      });
      worker.terminate();
      expect(told).toMatchObject({ code: 'disk-full' });
    } finally {
      await overrideQuota();
    }
    const names = [...(await modelStore(model).blobs()).keys()];
    expect(names.filter((name) => name.includes('partial'))).toEqual([]);
  });
});
