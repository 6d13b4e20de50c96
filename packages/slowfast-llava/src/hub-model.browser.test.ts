import type { HubProgress } from '@slowfast/hub-client';
import { listHubModels, removeHubModel } from '@slowfast/hub-client/browser';
import type { LoggedRequest, Misbehaviour } from '@slowfast/loopback-hub';
import type {} from '@slowfast/loopback-hub/vitest-setup';
import { afterEach, expect, inject, test } from 'vitest';
import { openAssistant } from './index.browser.ts';
import { clips } from './testing/clips.ts';

// A model of the hub in a worker of a page, from its name to an answer.

const model = 'slowfast/tiny-chatml';
const square = new Blob([await clips.bytes('square.webm')]);
const reduction = { frames: 4, aggregation: 'slowfast-slow_1frms_spatial_1d_max_pool-fast_2x2' };
const spaceOfHub = () => `${inject('loopbackHub')}/space/${crypto.randomUUID()}`;

afterEach(async () => {
  await removeHubModel(model).catch(() => {});
});

async function requests(endpoint: string): Promise<readonly LoggedRequest[]> {
  return (await fetch(`${endpoint}/-/requests`)).json();
}

async function misbehave(endpoint: string, ...rules: readonly Misbehaviour[]): Promise<void> {
  await fetch(`${endpoint}/-/misbehave`, { method: 'POST', body: JSON.stringify(rules) });
}

async function answer(options: Parameters<typeof openAssistant>[0]): Promise<string> {
  await using assistant = await openAssistant({
    ...options,
    ...reduction,
    cache: false,
    threads: 1,
    maxAnswerTokens: 4,
  });
  await using video = await assistant.watch(square);
  expect((await assistant.describe()).model).toBe(options?.model);
  return (await video.ask('What is this?').result()).answer;
}

test('is downloaded, tells how far it is, answers, and answers again without the hub', async () => {
  const endpoint = spaceOfHub();
  const seen: HubProgress[] = [];
  const first = await answer({ model, hub: { endpoint }, onDownload: (progress) => seen.push(progress) });
  expect(first).not.toBe('');
  expect(seen[0]).toMatchObject({ type: 'files-chosen', model });
  expect(seen.at(-1)).toMatchObject({ type: 'file-end' });
  expect((await requests(endpoint)).length).toBeGreaterThan(9);

  const nowhere = { endpoint: 'http://127.0.0.1:9' };
  expect(await answer({ model, hub: { ...nowhere, offline: true } })).toBe(first);
  const notices: HubProgress[] = [];
  expect(await answer({ model, hub: nowhere, onDownload: (progress) => notices.push(progress) })).toBe(first);
  expect(notices.at(-1)).toMatchObject({ type: 'hub-unreachable' });
});

test('the precision is that of the options', async () => {
  const dtype = { decoder_model_merged: 'fp16', embed_tokens: 'fp16' } as const;
  await answer({ model, dtype, hub: { endpoint: spaceOfHub() } });
  expect(await listHubModels()).toContainEqual(
    expect.objectContaining({
      id: model,
      snapshots: [
        expect.objectContaining({
          downloads: [
            expect.objectContaining({ dtype: { ...dtype, vision_encoder: 'fp32' }, isWhole: true }),
          ],
        }),
      ],
    }),
  );
});

test('opening is cancelled at once, with the reason of its signal; what arrived is kept', async () => {
  const endpoint = spaceOfHub();
  await misbehave(endpoint, { match: 'storage GET', holdsAfter: 1000 });
  const cancel = new AbortController();
  const reason = new Error('enough');
  const opening = openAssistant({
    model,
    hub: { endpoint },
    signal: cancel.signal,
    onDownload: ({ type }) => type === 'bytes-arrived' && cancel.abort(reason),
  });
  await expect(opening).rejects.toBe(reason);
  await expect(openAssistant({ model, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await misbehave(endpoint);
  await using assistant = await openAssistant({ model, hub: { endpoint }, cache: false });
  expect((await assistant.describe()).model).toBe(model);
});

test('what onDownload throws ends the opening', async () => {
  const reason = new Error('enough');
  const opening = openAssistant({
    model,
    hub: { endpoint: spaceOfHub() },
    onDownload: () => {
      throw reason;
    },
  });
  await expect(opening).rejects.toBe(reason);
});

test('what the hub refuses is a typed error', async () => {
  const endpoint = spaceOfHub();
  await expect(openAssistant({ model: 'slowfast/nothing', hub: { endpoint } })).rejects.toMatchObject({
    code: 'hub-access-denied',
    message: expect.stringContaining('slowfast/nothing'),
  });
});

test('a worker that is gone while it downloads: the opening fails', async () => {
  const endpoint = spaceOfHub();
  await misbehave(endpoint, { match: 'storage GET', holdsAfter: 1000 });
  let worker: Worker | undefined;
  const opening = openAssistant({
    model,
    hub: { endpoint },
    worker: () => {
      worker = new Worker(new URL('./testing/mortal-worker.ts', import.meta.url), { type: 'module' });
      return worker;
    },
    onDownload: ({ type }) => type === 'bytes-arrived' && worker?.postMessage('die'),
  });
  await expect(opening).rejects.toMatchObject({ code: 'worker-failed' });
});
