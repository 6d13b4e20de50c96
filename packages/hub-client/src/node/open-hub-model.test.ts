import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HubProgress } from '../hub-progress.ts';
import { modelId, nodeHubForTests } from '../testing/node-hub.ts';
import { checkpoint, checkpointPaths } from '../testing/tiny-chatml.ts';
import { openModel } from './index.ts';

const context = nodeHubForTests();
const files = Object.fromEntries(
  await Promise.all(
    checkpointPaths.map(async (path) => [path, new Uint8Array(await checkpoint.bytes(path))]),
  ),
);

beforeEach(() => {
  context.hub.publish('owner/tiny', files);
  vi.stubEnv('HF_ENDPOINT', context.hub.endpoint);
  vi.stubEnv('HF_HUB_CACHE', context.cacheFolder);
  vi.stubEnv('HF_TOKEN', '');
});
afterEach(() => void vi.unstubAllEnvs());

test('a model of the hub is fetched and opened, in the precision that is asked for', async () => {
  const steps: HubProgress[] = [];
  const folder = await openModel('owner/tiny', {
    dtype: { decoder_model_merged: 'fp16' },
    onDownload: (step) => steps.push(step),
  });
  expect(folder.place).toContain('models--owner--tiny');
  expect((await folder.onnxFile('decoder_model_merged')).path).toBe('onnx/decoder_model_merged_fp16.onnx');
  expect(steps.map(({ type }) => type)).toContain('files-chosen');
  // The decoder graph in fp32 was not fetched.
  const asked = context.hub.requests.map(({ path }) => path).join();
  expect(asked).not.toContain('decoder_model_merged.onnx');
  expect((await openModel('owner/tiny')).id).toBe((await openModel(checkpoint.url)).id);
});

test('a folder of that path goes before a model of that name', async () => {
  await expect(openModel('packages/hub-client')).rejects.toMatchObject({
    code: 'model-not-found',
    facts: { place: 'packages/hub-client' },
  });
  expect(context.hub.requests).toEqual([]);
});

test('a link to a page of the model, as a text and as a URL', async () => {
  const link = `${context.hub.endpoint}/owner/tiny/tree/main`;
  const { id } = await openModel(checkpoint.url);
  for (const place of [link, new URL(link)]) expect((await openModel(place)).id).toBe(id);
  for (const wrong of ['https://[', new URL('https://example.org/')]) {
    await expect(openModel(wrong)).rejects.toMatchObject({ code: 'hub-reference-invalid' });
  }
  const other = openModel('https://other.example/owner/tiny');
  await expect(other).rejects.toThrow(/other\.example is not the hub, which is at http.*HF_ENDPOINT/);
});

test('a text that is neither', async () => {
  await expect(openModel('./none/of/both')).rejects.toMatchObject({
    code: 'model-not-found',
    message: expect.stringMatching(/there is no such folder, and it is no model of the hub \(.*slash\)/),
  });
});

test('can be cancelled', async () => {
  const stop = new AbortController();
  const options = { signal: stop.signal, onDownload: () => stop.abort() };
  await expect(openModel(modelId, options)).rejects.toMatchObject({ name: 'AbortError' });
});

test('what is undefined of the settings is said by the environment', async () => {
  vi.stubEnv('HF_TOKEN', 'hf_environment');
  await openModel('owner/tiny', { hub: { token: undefined } });
  const sent = context.hub.requests.filter(({ origin }) => origin === 'hub');
  expect(new Set(sent.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer hf_environment']));
});
