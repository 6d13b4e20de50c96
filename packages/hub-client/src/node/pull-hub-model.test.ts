import { readFileSync } from 'node:fs';
import {
  appendFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseHubSafetensors } from '../choose-hub-safetensors.ts';
import type { HubProgress } from '../hub-progress.ts';
import { modelId, nodeHubForTests, quickly } from '../testing/node-hub.ts';
import { runPull } from '../testing/run-pull.ts';
import { neededPaths, smallModel } from '../testing/small-model.ts';
import { type PullHubModelOptions, pullHubModel } from './pull-hub-model.ts';

const test_ = nodeHubForTests();
const pythons = JSON.parse(
  readFileSync(new URL('../../fixtures/hub-cache/tree.json', import.meta.url), 'utf8'),
) as { readonly tree: Readonly<Record<string, string | number>> };

const pull = (model: string = modelId, options: PullHubModelOptions = {}) =>
  pullHubModel(model, { settings: test_.settings, retryPolicy: quickly, ...options });
const folder = () => join(test_.cacheFolder, 'models--owner--small');
const bytesAsked = () => test_.hub.requests.filter(({ path }) => !path.startsWith('/api/models/'));
const sentBytes = () => test_.hub.requests.reduce((sum, request) => sum + request.sentBytes, 0);

/** Paths, sizes and targets of links below the model's folder, without our own records. */
async function treeOf(root: string): Promise<Record<string, string | number>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const told = entries
    .filter((entry) => !entry.isDirectory())
    .map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const told = (await lstat(path)).isSymbolicLink()
        ? `-> ${await readlink(path)}`
        : (await lstat(path)).size;
      return [path.slice(root.length + 1), told] as const;
    });
  const tree = (await Promise.all(told)).filter(([path]) => !path.startsWith('.slowfast'));
  return Object.fromEntries(tree.sort());
}

/** What a snapshot holds must be what was published. */
async function expectWhole(snapshot: string, paths = neededPaths): Promise<void> {
  for (const path of paths) {
    expect(await readFile(join(snapshot, path)), path).toEqual(Buffer.from(smallModel[path]!));
  }
}

describe('the cache of all tools', () => {
  test('is laid out as Python lays it out', async () => {
    test_.hub.publish(modelId, smallModel, { revision: 'feature/one' });
    const pulled = await pull();
    await pull(`${modelId}@feature/one`);
    expect(await treeOf(folder())).toEqual(pythons.tree);
    await expectWhole(pulled.folder);
    expect(pulled).toMatchObject({ commit: test_.commit, paths: neededPaths, revision: 'main' });
    expect(await readFile(join(folder(), 'refs/main'), 'utf8')).toBe(test_.commit);
  });

  test('what is there is not asked for again', async () => {
    await pull();
    test_.hub.forgetRequests();
    await pull();
    expect(test_.hub.requests.map(({ path }) => path)).toEqual([
      `/api/models/${modelId}/revision/main?blobs=true`,
    ]);
  });

  test('what Python downloaded is used, contents without a link and damaged ones included', async () => {
    const { folder: snapshot } = await pull();
    await rm(join(folder(), '.slowfast'), { recursive: true });
    await rm(join(snapshot, 'onnx/embed_tokens.onnx'));
    await appendFile(join(snapshot, 'onnx/vision_encoder.onnx'), 'x');
    test_.hub.forgetRequests();
    await pull();
    const asked = bytesAsked().filter(({ origin }) => origin === 'hub');
    expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual(['vision_encoder.onnx']);
    await expectWhole(snapshot);
  });

  test('another precision brings what it needs', async () => {
    await pull();
    test_.hub.forgetRequests();
    const { paths, dtypes } = await pull(modelId, { dtype: { decoder_model_merged: 'q4' } });
    expect(dtypes).toMatchObject({ decoder_model_merged: 'q4', vision_encoder: 'fp32' });
    expect(paths).not.toContain('onnx/decoder_model_merged.onnx');
    expect(bytesAsked().filter(({ origin }) => origin === 'storage')).toHaveLength(1);
  });

  test('a branch that moved: a new snapshot, and only what changed', async () => {
    const old = await pull();
    const commit = test_.hub.publish(modelId, { ...smallModel, 'tokenizer.json': '{"version":"2.0"}\n' });
    test_.hub.forgetRequests();
    const pulled = await pull();
    expect(pulled.commit).toBe(commit);
    expect(commit).not.toBe(old.commit);
    expect(sentBytes()).toBeLessThan(10_000);
    await expectWhole(old.folder);
    await expectWhole(
      pulled.folder,
      neededPaths.filter((path) => path !== 'tokenizer.json'),
    );
    expect(await readFile(join(folder(), 'refs/main'), 'utf8')).toBe(commit);
  });

  test('where links can not be made, snapshots hold the files', async () => {
    const settings = { ...test_.settings, usesLinks: false };
    const { folder: snapshot } = await pull(modelId, { settings });
    await expectWhole(snapshot);
    for (const path of neededPaths) expect((await lstat(join(snapshot, path))).isFile()).toBe(true);
    expect(await readdir(join(folder(), 'blobs'))).toEqual([]);
    test_.hub.forgetRequests();
    await pull(modelId, { settings });
    expect(bytesAsked()).toEqual([]);
  });
});

describe('progress', () => {
  test('files and bytes before they come, each piece, and where it goes on', async () => {
    const steps: HubProgress[] = [];
    await pull(modelId, { onProgress: (step) => steps.push(step) });
    const chosen = steps.find((step) => step.type === 'files-chosen')!;
    const bytes = neededPaths.reduce((sum, path) => sum + Buffer.from(smallModel[path]!).length, 0);
    expect(chosen).toMatchObject({ model: modelId, commit: test_.commit, bytes });
    expect(chosen.bytesThere).toBe(Buffer.from(smallModel['config.json']!).length);
    const arrived = steps.filter((step) => step.type === 'bytes-arrived');
    expect(arrived.at(-1)).toMatchObject({ allLoaded: bytes, allBytes: bytes });
    const ends = steps.filter((step) => step.type === 'file-end').map(({ path }) => path);
    expect(ends).toEqual(neededPaths.filter((path) => path !== 'config.json'));
  });

  test('cancelled on the way, then resumed', async () => {
    const stop = new AbortController();
    const onProgress = (step: HubProgress) => {
      if (step.type === 'bytes-arrived' && step.path.endsWith('_data') && step.loaded > 100_000) stop.abort();
    };
    test_.hub.misbehave({ match: 'storage', holdsAfter: 150_000 });
    const work = pull(modelId, { onProgress, signal: stop.signal });
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    test_.hub.misbehave();
    const steps: HubProgress[] = [];
    const { folder: snapshot } = await pull(modelId, { onProgress: (step) => steps.push(step) });
    const begun = steps.find((step) => step.type === 'file-begin' && step.path.endsWith('_data'));
    expect(begun).toMatchObject({ bytesThere: expect.any(Number) });
    expect((begun as { bytesThere: number }).bytesThere).toBeGreaterThan(100_000);
    await expectWhole(snapshot);
  });
});

describe('without the hub', () => {
  const offline = () => ({ settings: { ...test_.settings, offline: true } });

  test('offline: what is there, without a request', async () => {
    const { folder: snapshot } = await pull();
    test_.hub.forgetRequests();
    expect(await pull(modelId, offline())).toMatchObject({ folder: snapshot, commit: test_.commit });
    expect(test_.hub.requests).toEqual([]);
  });

  test('offline: what is missing is named', async () => {
    await expect(pull(modelId, offline())).rejects.toMatchObject({
      code: 'hub-offline',
      facts: { missing: [] },
    });
    const { folder: snapshot } = await pull();
    await expect(pull(modelId, { ...offline(), dtype: { vision_encoder: 'fp16' } })).rejects.toMatchObject({
      code: 'hub-offline',
      facts: { missing: ['onnx/vision_encoder_fp16.onnx'] },
    });
    await expect(pull(modelId, { ...offline(), dtype: 'q8' })).rejects.toMatchObject({
      code: 'model-dtype-missing',
    });
    await rm(join(snapshot, 'tokenizer_config.json'));
    await rm(join(folder(), 'blobs', '0967ef424bce6791893e9a57bb952f80fd536e93'));
    await expect(pull(modelId, offline())).rejects.toMatchObject({
      facts: { missing: ['tokenizer_config.json'] },
    });
  });

  test('offline: what Python downloaded, though nothing says what it is to be', async () => {
    const { folder: snapshot } = await pull();
    await rm(join(folder(), '.slowfast'), { recursive: true });
    expect(await pull(modelId, offline())).toMatchObject({ folder: snapshot });
  });

  test('a commit that is there needs no request', async () => {
    await pull();
    test_.hub.forgetRequests();
    const pulled = await pull(`${modelId}@${test_.commit}`);
    expect(pulled).toMatchObject({ commit: test_.commit });
    expect(test_.hub.requests).toEqual([]);
  });

  test('out of reach: what is there, and why it may be old', async () => {
    await pull();
    test_.hub.misbehave({ status: 502 });
    const steps: HubProgress[] = [];
    const pulled = await pull(modelId, { onProgress: (step) => steps.push(step) });
    expect(pulled).toMatchObject({ commit: test_.commit, unreachable: 'HTTP 502' });
    expect(steps.at(-1)).toEqual({ type: 'hub-unreachable', found: 'HTTP 502' });
  });

  test('out of reach, and nothing is there', async () => {
    const settings = { ...test_.settings, endpoint: 'http://127.0.0.1:9' };
    await expect(pull(modelId, { settings })).rejects.toMatchObject({
      code: 'hub-unavailable',
      facts: { kind: 'unreachable', attempts: 5 },
    });
  });
});

describe('refusals', () => {
  test('a private model wants the right token', async () => {
    test_.hub.publish('owner/private', smallModel, { token: 'hf_right' });
    await expect(pull('owner/private')).rejects.toMatchObject({
      code: 'hub-access-denied',
      facts: { status: 401 },
    });
    const settings = { ...test_.settings, token: 'hf_right' };
    await expectWhole((await pull('owner/private', { settings })).folder);
    const told = test_.hub.requests.filter(({ origin }) => origin === 'storage');
    expect(told.length).toBeGreaterThan(0);
    for (const { authorization } of told) expect(authorization).toBeUndefined();
  });

  test('a file that arrives damaged leaves nothing, and takes nothing away', async () => {
    test_.hub.misbehave({ match: 'storage', wrongBytes: true });
    await expect(pull()).rejects.toMatchObject({
      code: 'download-damaged',
      facts: { path: 'onnx/decoder_model_merged.onnx' },
    });
    const tree = await treeOf(folder());
    expect(Object.keys(tree).filter((path) => path.includes('incomplete'))).toEqual([]);
    expect(Object.keys(tree).filter((path) => path.includes('.onnx'))).toEqual([]);
    expect(tree).toHaveProperty(`snapshots/${test_.commit}/config.json`);
    expect(tree).not.toHaveProperty('refs/main');
  });

  test('a model in another format costs one request', async () => {
    test_.hub.publish('owner/torch', {
      'config.json': '{}',
      'tokenizer.json': '{}',
      'model.safetensors': 'x',
    });
    await expect(pull('owner/torch')).rejects.toMatchObject({ code: 'hub-model-unusable' });
    expect(test_.hub.requests).toHaveLength(1);
  });

  test('settings that are no JSON', async () => {
    test_.hub.publish('owner/broken', { ...smallModel, 'config.json': '<html>' });
    await expect(pull('owner/broken')).rejects.toMatchObject({ code: 'model-invalid' });
  });

  test('a cache that is a file', async () => {
    const cacheFolder = join(test_.cacheFolder, 'file');
    await writeFile(cacheFolder, '');
    await expect(pull(modelId, { settings: { ...test_.settings, cacheFolder } })).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('HF_HUB_CACHE'),
    });
  });

  test('no model', async () => {
    await expect(pull('/not/a/model')).rejects.toMatchObject({ code: 'hub-reference-invalid' });
  });
});

describe('processes', () => {
  const env = () => ({ HF_ENDPOINT: test_.hub.endpoint, HF_HUB_CACHE: test_.cacheFolder, HF_TOKEN: '' });

  test('two that want the same model download it once', async () => {
    test_.hub.misbehave({ match: 'storage', holdsAfter: 1000 });
    const processes = [runPull(modelId, env()), runPull(modelId, env())];
    await Promise.race(processes.map(({ printed }) => printed('lock-wait')));
    test_.hub.misbehave();
    const outcomes = await Promise.all(processes.map(({ lines }) => lines));
    for (const lines of outcomes)
      expect(lines.at(-1)).toMatchObject({ type: 'pulled', commit: test_.commit });
    const waits = outcomes.filter((lines) => lines.some(({ type }) => type === 'lock-wait'));
    expect(waits).toHaveLength(1);
    const large = neededPaths.filter((path) => path.includes('.onnx'));
    expect(bytesAsked().filter(({ origin }) => origin === 'storage')).toHaveLength(large.length);
    await expectWhole(join(folder(), 'snapshots', test_.commit));
  });

  test('a wait for another process can be cancelled', async () => {
    test_.hub.misbehave({ match: 'storage', bytesPerSecond: 1000 });
    const other = runPull(modelId, env());
    await other.printed('file-begin');
    const stop = new AbortController();
    const onProgress = ({ type }: HubProgress) => type === 'lock-wait' && stop.abort();
    await expect(pull(modelId, { onProgress, signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    other.child.kill('SIGKILL');
    await other.lines;
  });

  test('the lock of a process that was killed does not hold', async () => {
    test_.hub.misbehave({ match: 'storage', bytesPerSecond: 1000 });
    const other = runPull(modelId, env());
    await other.printed('file-begin');
    other.child.kill('SIGKILL');
    await other.lines;
    const lock = join(test_.cacheFolder, '.locks', 'models--owner--small', 'slowfast.lock');
    expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: other.child.pid });
    test_.hub.misbehave();
    const steps: string[] = [];
    const { folder: snapshot } = await pull(modelId, { onProgress: ({ type }) => void steps.push(type) });
    expect(steps).toContain('file-end');
    expect(steps).not.toContain('lock-wait');
    await expectWhole(snapshot);
    await expect(readFile(lock)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('nor does the lock of another machine that shows no life', async () => {
    const lock = join(test_.cacheFolder, '.locks', 'models--owner--small', 'slowfast.lock');
    await mkdir(join(lock, '..'), { recursive: true });
    await writeFile(lock, JSON.stringify({ id: 'x', pid: process.pid, host: 'elsewhere' }));
    const steps: string[] = [];
    const work = pull(modelId, {
      async onProgress({ type }) {
        steps.push(type);
        const minuteAgo = new Date(Date.now() - 60_000);
        if (type === 'lock-wait') await utimes(lock, minuteAgo, minuteAgo);
      },
    });
    await expectWhole((await work).folder);
    expect(steps[0]).toBe('lock-wait');
  });

  test('nor does the lock of one that was killed before it could say its name', async () => {
    const lock = join(test_.cacheFolder, '.locks', 'models--owner--small', 'slowfast.lock');
    await mkdir(join(lock, '..'), { recursive: true });
    await writeFile(lock, '');
    await expectWhole((await pull()).folder);
  });
});

describe('weights for a conversion', () => {
  const choose = chooseHubSafetensors;

  test('are fetched in place of what a runtime needs, and are there offline', async () => {
    const pulled = await pull(modelId, { choose });
    const settings = ['config.json', 'generation_config.json', 'preprocessor_config.json'];
    const paths = [...settings, 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    expect(pulled.paths.toSorted()).toEqual(paths.toSorted());
    await expectWhole(pulled.folder, paths);
    test_.hub.forgetRequests();
    const again = await pull(modelId, { choose, settings: { ...test_.settings, offline: true } });
    expect(again.folder).toBe(pulled.folder);
    expect(test_.hub.requests).toEqual([]);
    await expect(pull(modelId, { settings: { ...test_.settings, offline: true } })).rejects.toThrow(
      'offline',
    );
  });

  test('may be in shards', async () => {
    const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
    const beside = ['config.json', 'tokenizer.json', 'model.safetensors.index.json'];
    const others = ['model-of-another.safetensors', 'pytorch_model.bin'];
    test_.hub.publish(
      'owner/shards',
      Object.fromEntries([...shards, ...beside, ...others].map((path) => [path, '{}'])),
    );
    expect((await pull('owner/shards', { choose })).paths.toSorted()).toEqual(
      [...shards, ...beside].toSorted(),
    );
  });

  test('that are not there are told, and nothing is kept', async () => {
    test_.hub.publish('owner/bin', { 'config.json': '{}', 'tokenizer.json': '{}', 'pytorch_model.bin': 'x' });
    await expect(pull('owner/bin', { choose })).rejects.toThrow(
      'found weights in pytorch_model.bin, expected model.safetensors',
    );
    expect(await readdir(test_.cacheFolder)).toEqual([]);
  });
});
