import { describe, expect, test } from 'vitest';
import { type DownloadFileOptions, downloadFile } from './download-file.ts';
import { type HubFile, listHubFiles } from './hub-listing.ts';
import { hubModel, hubSpace, type TestHub } from './testing/hub-space.ts';
import { SinkInMemory } from './testing/sink-in-memory.ts';
import { checkpoint } from './testing/tiny-chatml.ts';

const listing = await listHubFiles({ id: hubModel, revision: 'main' }, hubSpace());
const file = (path: string) => listing.files.find((each) => each.path === path)!;
/** One of git, and one of the large ones, at the other origin. */
const [small, large] = [file('tokenizer.json'), file('onnx/decoder_model_merged.onnx')];
const contents = async ({ path }: HubFile) => new Uint8Array(await checkpoint.bytes(path));
const truth = await contents(large);

const download = (
  sink: SinkInMemory,
  hub: TestHub,
  which = large,
  options: Partial<DownloadFileOptions> = {},
) => downloadFile(listing, which, sink, { ...hub, ...options });
const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const bytesOf = (sink: SinkInMemory) => new Uint8Array(sink.bytes);

describe('a whole file', () => {
  test.each([small, large])('$path', async (which) => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    const loaded: number[] = [];
    await download(sink, hub, which, { onBytes: (bytes) => loaded.push(bytes) });
    expect(bytesOf(sink)).toEqual(await contents(which));
    expect(sink).toMatchObject({ finished: 1, resets: 0 });
    expect(loaded[0]).toBe(0);
    expect(loaded.at(-1)).toBe(which.bytes);
    expect(loaded).toEqual(loaded.toSorted((left, right) => left - right));
  });

  test('by its commit, not by a branch that may move', async () => {
    const hub = hubSpace();
    await download(new SinkInMemory(), hub);
    const [asked] = await hub.requests('hub');
    expect(asked?.path).toBe(`/${hubModel}/resolve/${listing.commit}/onnx/decoder_model_merged.onnx`);
  });

  test('the token goes to the hub, and not where the hub sends us', async () => {
    const hub = hubSpace('hf_secret');
    await download(new SinkInMemory(), hub, large);
    await download(new SinkInMemory(), hub, small);
    const requests = await hub.requests();
    const tokens = (origin: string) =>
      requests
        .filter((request) => request.origin === origin && request.method === 'GET')
        .map((r) => r.authorization);
    // The small file is redirected within the hub, where the token stays.
    expect(tokens('hub')).toEqual(Array(3).fill('Bearer hf_secret'));
    expect(tokens('storage')).toEqual([undefined]);
    expect(JSON.stringify(requests.filter(({ origin }) => origin === 'storage'))).not.toContain('hf_secret');
  });
});

describe('goes on where it ended', () => {
  test.each([small, large])('with the rest alone: $path', async (which) => {
    const whole = await contents(which);
    const [sink, hub] = [new SinkInMemory(whole.subarray(0, 1000)), hubSpace()];
    const loaded: number[] = [];
    await download(sink, hub, which, { onBytes: (bytes) => loaded.push(bytes) });
    expect(bytesOf(sink)).toEqual(whole);
    expect(loaded[0]).toBe(1000);
    const sent = (await hub.requests()).filter(({ status }) => status === 206);
    expect(sent).toMatchObject([{ range: 'bytes=1000-', sentBytes: which.bytes - 1000 }]);
  });

  test('with nothing when all is there', async () => {
    const [sink, hub] = [new SinkInMemory(truth), hubSpace()];
    await download(sink, hub);
    expect(sink.finished).toBe(1);
    expect(await hub.requests()).toEqual([]);
  });

  test('after answers that break off, each time with the rest', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', cutAfter: 30_000, holdsAfter: 30_000 });
    const found: string[] = [];
    await download(sink, hub, large, {
      onBytes: (loaded) => void (loaded % 30_000 === 0 && hub.goOn()),
      onRetry: (retry) => found.push(retry.found),
    });
    expect(bytesOf(sink)).toEqual(truth);
    expect(found).toHaveLength(Math.floor(large.bytes / 30_000));
    const ranges = (await hub.requests('storage')).map(({ range }) => range);
    expect(ranges[0]).toBeUndefined();
    const starts = ranges.slice(1).map((range) => Number(/^bytes=(\d+)-$/.exec(range!)![1]));
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(new Set(starts).size).toBe(starts.length);
  });

  test('a bounded number of times', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', cutAfter: 1000, holdsAfter: 1000 });
    const retryPolicy = { ...hub.retryPolicy, attemptsInAll: 7 };
    const onBytes = (loaded: number) => void (loaded % 1000 === 0 && hub.goOn());
    expect(await failureOf(download(sink, hub, large, { retryPolicy, onBytes }))).toMatchObject({
      code: 'hub-unavailable',
      facts: { kind: 'cut-off', attempts: 7, what: `${large.path} of ${hubModel}` },
    });
    expect(sink).toMatchObject({ finished: 0, resets: 0 });
    expect(bytesOf(sink)).toEqual(truth.subarray(0, sink.bytes.length));
  });

  test('after silence', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', stallAfter: 50_000, times: 1 });
    const retryPolicy = { ...hub.retryPolicy };
    await download(sink, hub, large, {
      retryPolicy,
      onBytes: (loaded) => {
        if (loaded === 50_000) retryPolicy.stallMs = 50;
      },
      onRetry: () => void Object.assign(retryPolicy, hub.retryPolicy),
    });
    expect(bytesOf(sink)).toEqual(truth);
    expect(await hub.requests('storage')).toMatchObject([{ sentBytes: 50_000 }, { range: 'bytes=50000-' }]);
  });

  test.each([
    ['a server without ranges', { match: 'storage', noRanges: true }],
    ['HTTP 416', { match: 'storage', status: 416, times: 1 }],
    ['another part than asked for', { match: 'storage', partLaterBy: 10, times: 1 }],
  ])('%s: starts over', async (_, rule) => {
    const [sink, hub] = [new SinkInMemory(truth.subarray(0, 1000)), hubSpace()];
    await hub.misbehave(rule);
    await download(sink, hub);
    expect(bytesOf(sink)).toEqual(truth);
    expect(sink).toMatchObject({ resets: 1, finished: 1 });
  });

  test('more there than the file has: starts over', async () => {
    const [sink, hub] = [new SinkInMemory(new Uint8Array(large.bytes + 1)), hubSpace()];
    await download(sink, hub);
    expect(bytesOf(sink)).toEqual(truth);
  });

  test('cancelled on the way, then called again: nothing comes twice', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', holdsAfter: 50_000 });
    const stop = new AbortController();
    const onBytes = (loaded: number) => loaded > 40_000 && stop.abort();
    const failure = await failureOf(download(sink, hub, large, { signal: stop.signal, onBytes }));
    expect(failure).toMatchObject({ name: 'AbortError' });
    const there = sink.bytes.length;
    expect(there).toBeGreaterThan(40_000);
    expect(there).toBeLessThan(large.bytes);
    await hub.misbehave();
    await download(sink, hub);
    expect(bytesOf(sink)).toEqual(truth);
    expect((await hub.requests('storage')).at(-1)).toMatchObject({ sentBytes: large.bytes - there });
  });
});

describe('what is wrong is thrown away', () => {
  test.each([
    ['wrong bytes', { wrongBytes: true }, /the hash [0-9a-f]{64}/],
    ['too many bytes', { longerBy: 5 }, /found 132966 bytes, expected 132961 bytes, as listed/],
    ['too few bytes', { longerBy: -5 }, /found 132956 bytes/],
  ])('%s', async (_, rule, message) => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', ...rule });
    expect(await failureOf(download(sink, hub))).toMatchObject({
      code: 'download-damaged',
      message: expect.stringMatching(message),
    });
    expect(sink).toMatchObject({ bytes: [], finished: 0 });
  });

  test('wrong bytes of a small file', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'resolve-cache', wrongBytes: true });
    expect(await failureOf(download(sink, hub, small))).toMatchObject({ code: 'download-damaged' });
    expect(sink.bytes).toEqual([]);
  });

  test('what an earlier download left, when it was wrong', async () => {
    const [sink, hub] = [new SinkInMemory(new Uint8Array(1000)), hubSpace()];
    expect(await failureOf(download(sink, hub))).toMatchObject({ code: 'download-damaged' });
    await download(sink, hub);
    expect(bytesOf(sink)).toEqual(truth);
  });
});

describe('refusals of the storage', () => {
  test('a file that is gone', async () => {
    const hub = hubSpace();
    await hub.misbehave({ status: 404, headers: { 'X-Error-Code': 'EntryNotFound' } });
    expect(await failureOf(download(new SinkInMemory(), hub))).toMatchObject({
      code: 'hub-not-found',
      facts: { what: 'file', path: large.path },
    });
  });

  test('an address that is no longer valid is asked for anew', async () => {
    const [sink, hub] = [new SinkInMemory(), hubSpace()];
    await hub.misbehave({ match: 'storage', status: 503, times: 2 });
    await download(sink, hub);
    expect((await hub.requests('hub')).filter(({ method }) => method === 'GET')).toHaveLength(3);
  });
});
