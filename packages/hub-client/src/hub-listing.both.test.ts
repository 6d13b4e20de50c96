import { describe, expect, test } from 'vitest';
import { listHubFiles } from './hub-listing.ts';
import type { HubRetry } from './hub-retries.ts';
import { hubModel, hubSpace } from './testing/hub-space.ts';

const reference = { id: hubModel, revision: 'main' };
const sha = 'a'.repeat(40);
const file = { rfilename: 'config.json', size: 3, blobId: 'b'.repeat(40) };
const large = { sha256: 'c'.repeat(64), size: 5, pointerSize: 130 };

test('commit, paths, sizes and hashes of files, small and large', async () => {
  const listing = await listHubFiles(reference, hubSpace());
  expect(listing).toMatchObject({ ...reference, commit: expect.stringMatching(/^[0-9a-f]{40}$/) });
  const file = (path: string) => listing.files.find((each) => each.path === path);
  expect(file('generation_config.json')).toEqual({
    path: 'generation_config.json',
    bytes: 45,
    gitBlobId: '276a79f6bf79258c3adb2bee3547e922ea6324c8',
  });
  expect(file('onnx/vision_encoder.onnx')).toMatchObject({
    bytes: 19_147,
    sha256: '0326f0ed69410938029bc6c6e3b825243b6430b15b8e840d92cb9fd5c99a6eed',
  });
});

describe('refuses answers that lie', () => {
  const listing = (...siblings: readonly object[]) => JSON.stringify({ sha, siblings });
  test.each([
    ['no JSON', '<html>', /listing in JSON/],
    ['JSON of another kind', '[]', /the commit nothing/],
    ['no commit', JSON.stringify({ siblings: [] }), /the commit nothing/],
    ['a commit that is a path', JSON.stringify({ sha: '../../..', siblings: [] }), /the commit "..\/..\/.."/],
    ['no files', JSON.stringify({ sha }), /the files nothing/],
    ['a file without a name', listing({ size: 1 }), /a file named nothing/],
    ['a path that leads out', listing({ ...file, rfilename: '../evil' }), /paths inside of the model/],
    ['one that leads out later', listing({ ...file, rfilename: 'onnx/../../evil' }), /paths inside/],
    ['one with backslashes', listing({ ...file, rfilename: 'onnx\\..\\..\\evil' }), /paths inside/],
    ['an absolute path', listing({ ...file, rfilename: '/etc/passwd' }), /paths inside/],
    ['a negative size', listing({ ...file, size: -1 }), /the size -1/],
    ['no size', listing({ ...file, size: undefined }), /the size nothing/],
    ['a size beyond all numbers', listing({ ...file, size: 1e300 }), /the size 1e\+300/],
    ['a hash that is a path', listing({ ...file, blobId: '../evil' }), /the hash "..\/evil"/],
    ['a short SHA-256', listing({ ...file, lfs: { ...large, sha256: 'abc' } }), /the hash "abc"/],
    ['a file twice', listing(file, file), /listed twice/],
  ])('%s', async (_, text, message) => {
    const hub = hubSpace();
    await hub.misbehave({ text });
    const failure = await listHubFiles(reference, hub).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'hub-answer-invalid', message: expect.stringMatching(message) });
    expect(await hub.requests()).toHaveLength(1);
  });

  test('another commit than the one that was asked for', async () => {
    const hub = hubSpace();
    await hub.misbehave({ text: listing(file) });
    await expect(listHubFiles({ ...reference, revision: 'd'.repeat(40) }, hub)).rejects.toMatchObject({
      code: 'hub-answer-invalid',
    });
  });

  test('a gigantic listing', async () => {
    const hub = hubSpace();
    await hub.misbehave({ textBytes: 40 * 1024 * 1024 });
    await expect(listHubFiles(reference, hub)).rejects.toThrow(/a gigantic listing/);
  });

  test('files with names that not every disk can have are left out', async () => {
    const hub = hubSpace();
    await hub.misbehave({ text: listing(file, { ...file, rfilename: 'logs/12:30.txt' }) });
    const { files } = await listHubFiles(reference, hub);
    expect(files.map(({ path }) => path)).toEqual(['config.json']);
  });
});

describe('refusals', () => {
  test.each([
    [
      'no such model, or a private one',
      { status: 401, headers: { 'X-Error-Code': 'RepoNotFound' } },
      'hub-access-denied',
      /private or not there.*HF_TOKEN/,
    ],
    [
      'a gated model',
      { status: 403, headers: { 'X-Error-Code': 'GatedRepo' } },
      'hub-access-denied',
      /with terms.*Accept them at http.*\/slowfast\/tiny-chatml and set HF_TOKEN/,
    ],
    [
      'a gated model for strangers',
      { status: 401, headers: { 'X-Error-Code': 'GatedRepo' } },
      'hub-access-denied',
      /with terms/,
    ],
    ['another refusal', { status: 403 }, 'hub-access-denied', /may not be read/],
    [
      'no such model',
      { status: 404, headers: { 'X-Error-Code': 'RepoNotFound' } },
      'hub-not-found',
      /No model slowfast\/tiny-chatml/,
    ],
    [
      'no such revision',
      { status: 404, headers: { 'X-Error-Code': 'RevisionNotFound' } },
      'hub-not-found',
      /No revision main of/,
    ],
    ['something odd', { status: 418 }, 'hub-answer-invalid', /HTTP 418/],
  ])('%s: one request, and what to do', async (_, rule, code, message) => {
    const hub = hubSpace();
    await hub.misbehave(rule);
    const failure = await listHubFiles(reference, hub).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await hub.requests()).toHaveLength(1);
  });

  test('a token that is not valid', async () => {
    const hub = hubSpace('hf_old');
    await hub.misbehave({
      status: 401,
      headers: { 'X-Error-Message': 'Invalid credentials in Authorization header' },
    });
    await expect(listHubFiles(reference, hub)).rejects.toThrow(/a token that is not valid.*Renew HF_TOKEN/);
  });

  test('the hub says itself that there is no such model or revision', async () => {
    await expect(listHubFiles({ id: 'no/model', revision: 'main' }, hubSpace())).rejects.toMatchObject({
      facts: { reason: 'unknown', status: 401 },
    });
    await expect(listHubFiles({ ...reference, revision: 'a/b' }, hubSpace())).rejects.toMatchObject({
      facts: { what: 'revision', revision: 'a/b' },
    });
  });
});

describe('what may pass is tried again', () => {
  test.each([
    ['HTTP 500', { status: 500 }, 'server-error'],
    ['HTTP 429', { status: 429 }, 'rate-limited'],
    ['no connection', { refuses: true }, 'unreachable'],
  ])('%s', async (found, rule, kind) => {
    const hub = hubSpace();
    await hub.misbehave({ ...rule, times: 3 });
    const retries: HubRetry[] = [];
    const listing = await listHubFiles(reference, { ...hub, onRetry: (retry) => retries.push(retry) });
    expect(listing.files.length).toBeGreaterThan(5);
    // A browser itself asks again over a new connection, where one that was open is closed.
    expect(retries.length).toBeGreaterThan(kind === 'unreachable' ? 0 : 2);
    for (const retry of retries) expect(retry.found).toContain(found);
    await hub.misbehave(rule);
    await expect(listHubFiles(reference, hub)).rejects.toMatchObject({
      code: 'hub-unavailable',
      facts: { kind, attempts: 5, what: hubModel },
    });
  });

  test('silence ends', async () => {
    const hub = hubSpace();
    await hub.misbehave({ silent: true });
    const retryPolicy = { ...hub.retryPolicy, answerMs: 100, attempts: 2 };
    await expect(listHubFiles(reference, { ...hub, retryPolicy })).rejects.toMatchObject({
      facts: { kind: 'silent', found: 'no answer for 0.1 s', attempts: 2 },
    });
  });

  test.each([
    ['breaks off', 'cut-off', { cutAfter: 10 }, {}],
    ['stops coming', 'silent', { stallAfter: 10 }, { stallMs: 100 }],
  ])('an answer that %s', async (_, kind, rule, limits) => {
    const hub = hubSpace();
    const retryPolicy = { ...hub.retryPolicy, ...limits };
    await hub.misbehave({ ...rule, times: 1 });
    // However slowly the good answer comes.
    const onRetry = () => void Object.assign(retryPolicy, hub.retryPolicy);
    const listing = await listHubFiles(reference, { ...hub, retryPolicy, onRetry });
    expect(listing.files.length).toBeGreaterThan(5);
    Object.assign(retryPolicy, limits);
    await hub.misbehave(rule);
    await expect(listHubFiles(reference, { ...hub, retryPolicy })).rejects.toMatchObject({ facts: { kind } });
  });

  test('no more often, and no sooner, than the hub wants', async () => {
    const hub = hubSpace();
    await hub.misbehave({ status: 429, headers: { 'Retry-After': '1' }, times: 1 });
    const delays: number[] = [];
    await listHubFiles(reference, { ...hub, onRetry: ({ delayMs }) => delays.push(delayMs) });
    expect(delays).toEqual([1000]);
    await hub.misbehave({ status: 429, headers: { 'Retry-After': '3600' } });
    await expect(listHubFiles(reference, hub)).rejects.toMatchObject({ facts: { attempts: 1 } });
  });

  test('cancelled while it waits', async () => {
    const hub = hubSpace();
    await hub.misbehave({ status: 500 });
    const stop = new AbortController();
    const retryPolicy = { ...hub.retryPolicy, firstDelayMs: 60_000, longestDelayMs: 60_000 };
    const onRetry = () => stop.abort(new Error('enough'));
    await expect(
      listHubFiles(reference, { ...hub, retryPolicy, onRetry, signal: stop.signal }),
    ).rejects.toThrow('enough');
  });
});
