import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOfFolder, type LoopbackHub, startLoopbackHub } from '@slowfast/loopback-hub';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { useCommandProcess } from './testing/command-process.ts';
import { runSlowfast } from './testing/run-slowfast.ts';

const model = 'owner/drawn-shapes';
const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
const files = Object.fromEntries(
  Object.entries(filesOfFolder(fileURLToPath(modelFolder))).filter(
    ([path]) => path.startsWith('onnx/') || /^[^/]*\.(json|jinja)$/.test(path),
  ),
);

let hub: LoopbackHub;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  hub = await startLoopbackHub();
  hub.publish(model, files);
  hub.publish('owner/torch', { 'config.json': '{}', 'tokenizer.json': '{}', 'model.safetensors': 'x' });
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-models-'));
  env = { HF_ENDPOINT: hub.endpoint, HF_HOME: folder, HF_TOKEN: '', HF_HUB_CACHE: join(folder, 'hub') };
  hub.misbehave();
  hub.forgetRequests();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const command = useCommandProcess();
const run = (...argv: string[]) => command({ argv, env });
const runJson = async (...argv: string[]) => {
  const { code, stdout, stderr } = await run(...argv, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

test('pull, list, ask, remove', async () => {
  const pulled = await run('models', 'pull', model);
  expect(pulled).toMatchObject({ code: 0 });
  expect(pulled.stderr).toMatch(/^note: fetching owner\/drawn-shapes: \d+ files, [\d.]+ MB/);
  expect(pulled.stdout).toMatch(
    /^owner\/drawn-shapes@main \([0-9a-f]{10}\): \d+ files, [\d.]+ MB; .*vision_encoder /,
  );
  hub.forgetRequests();
  const again = await runJson('models', 'pull', model);
  expect(again).toMatchObject({ id: model, revision: 'main', folder: expect.stringContaining('snapshots') });
  expect(hub.requests).toHaveLength(1);
  const { models } = await runJson('models', 'list');
  expect(models).toMatchObject([{ id: model, bytes: again.bytes, snapshots: [{ commit: again.commit }] }]);
  expect((await run('models', 'list')).stdout).toMatch(
    /^owner\/drawn-shapes {2}[\d.]+ MB {2}main [0-9a-f]{10}\n$/,
  );
  expect(await run('models', 'remove', model)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes'),
  });
  const removed = await run('models', 'remove', model, '--yes');
  expect(removed.stdout).toMatch(/^Removed owner\/drawn-shapes: [\d.]+ MB are free again\.\n$/);
  expect((await run('models', 'list')).stdout).toMatch(/^No models in /);
});

test('a question to a model of the hub fetches it, once, and offline it is still there', async () => {
  const question = ['ask', clip, 'What shape appears?', '--model', model, '--no-cache'];
  const first = await runSlowfast(question, { env });
  expect(first).toMatchObject({ code: 0, stdout: 'circle\n' });
  expect(first.stderr).toContain('note: fetching owner/drawn-shapes');
  hub.forgetRequests();
  env.HF_HUB_OFFLINE = '1';
  const second = await runSlowfast(question, { env });
  expect(second).toMatchObject({ code: 0, stdout: 'circle\n' });
  expect(second.stderr).not.toContain('fetching');
  expect(hub.requests).toEqual([]);
});

test('a model that a question does not fit is not fetched for it, nor for a video that can not be read', async () => {
  const flags = ['--model', model, '--frames', '25', '--aggregation', 'concat', '--no-cache'];
  const tooLong = await run('ask', clip, 'What?', ...flags);
  expect(tooLong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^slowfast: Too many tokens/) });
  hub.forgetRequests();
  const noVideo = await run('ask', join(folder, 'none.mp4'), 'What?', '--model', model);
  expect(noVideo).toMatchObject({ code: 1, stderr: expect.stringMatching(/^slowfast: No video at/) });
  expect(hub.requests).toEqual([]);
  expect((await run('models', 'list')).stdout).toMatch(/^No models in /);
});

test('inspect looks at a model where it is, and downloads no weights', async () => {
  const onHub = await runJson('models', 'inspect', model);
  const inHub = hub.requests.length;
  expect((await run('models', 'list')).stdout).toMatch(/^No models in /);
  await run('models', 'pull', model);
  hub.forgetRequests();
  const onDisk = await runJson('models', 'inspect', model);
  expect(hub.requests).toEqual([]);
  expect(inHub).toBeGreaterThan(3);
  expect({ ...onHub, place: '' }).toEqual({ ...onDisk, place: '' });
  expect(onHub).toMatchObject({ place: `${hub.endpoint}/${model}`, grid: { rows: 8, columns: 8 } });
  const [vision, , decoderGraph] = onHub.components;
  expect(vision).toMatchObject({ component: 'vision_encoder', path: 'onnx/vision_encoder.onnx' });
  expect(decoderGraph.inputs).toContainEqual(
    expect.objectContaining({ name: 'inputs_embeds', boundTo: 'inputs_embeds' }),
  );
});

test('a hub that is down is told, and what was fetched is used', async () => {
  await run('models', 'pull', model);
  hub.misbehave({ status: 502 });
  const { code, stdout, stderr } = await run(
    'ask',
    clip,
    'What shape appears?',
    '--model',
    model,
    '--no-cache',
  );
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("hub can't be reached (HTTP 502)"),
  });
  expect(stdout).toBe('circle\n');
});

test('what was interrupted goes on', async () => {
  hub.misbehave({ match: 'storage', holdsAfter: 10_000 });
  const pulling = runSlowfast(['models', 'pull', model], { env, interruptAtError: /fetching/ });
  expect(await pulling).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('slowfast: interrupted.'),
  });
  hub.misbehave();
  const blobs = await readdir(join(folder, 'hub', 'models--owner--drawn-shapes', 'blobs'));
  const pulled = await run('models', 'pull', model);
  expect(pulled.code).toBe(0);
  const isLeft = blobs.some((name) => name.endsWith('.incomplete'));
  if (isLeft) expect(pulled.stderr).toMatch(/goes on from/);
});

test('a mistyped folder: the hub is asked, and the message tells of both', async () => {
  const asked = await run('ask', clip, 'What?', '--model', 'models/none');
  expect(asked.code).toBe(1);
  expect(asked.stderr).toMatch(
    /^slowfast: .*refuses models\/none.* If a folder was meant: there is none at models\/none\.\n$/,
  );
});

test.skipIf(process.platform !== 'linux')(
  "a place for models that can't be made is refused (skipped where there is no /proc)",
  async () => {
    env.HF_HUB_CACHE = '/proc/slowfast/hub';
    const pulled = await run('models', 'pull', model);
    expect(pulled).toMatchObject({ code: 1, stderr: expect.stringMatching(/HF_HUB_CACHE/) });
  },
);

/** The command, what it ends with, and words that the line must hold. */
type Failing = readonly [
  name: string,
  argv: readonly string[],
  code: number,
  words: RegExp,
  more?: Record<string, string>,
];

const toModel = (place: string) => ['ask', clip, 'What?', '--model', place];
const failing: readonly Failing[] = [
  ['no model at the hub', ['models', 'pull', 'owner/none'], 1, /refuses owner\/none \(HTTP 401\).*HF_TOKEN/],
  ['no revision', ['models', 'pull', `${model}@v9`], 1, /No revision v9 of owner\/drawn-shapes/],
  ['no reference', ['models', 'pull', '../somewhere/else'], 2, /is no model of the hub/],
  ['no ONNX files', ['models', 'pull', 'owner/torch'], 1, /no ONNX files but weights in model\.safetensors/],
  [
    'no such precision',
    ['models', 'pull', model, '--dtype', 'q2'],
    2,
    /has no vision_encoder in q2: expected one of /,
  ],
  ['an unknown precision', ['models', 'pull', model, '--dtype', 'q9'], 2, /q9/],
  ['nothing to remove', ['models', 'remove', 'owner/none', '--yes'], 1, /was not downloaded/],
  ['no model', ['models', 'pull'], 2, /model/],
  ['no command', ['models'], 2, /models/],
  ['an unknown command', ['models', 'push', model], 2, /push/],
  [
    'a question to neither a folder nor a model',
    toModel('/nowhere/at/all'),
    1,
    /No model at \/nowhere\/at\/all.*no such folder.*no model of the hub/,
  ],
  ['a question offline', toModel(model), 1, /can't be fetched while offline/, { HF_HUB_OFFLINE: '1' }],
  ['a question to an endpoint that is none', toModel(model), 2, /HF_ENDPOINT/, { HF_ENDPOINT: 'mirror' }],
  [
    'a question with a cache that can not be written',
    toModel(model),
    1,
    /can't be written.*HF_HUB_CACHE/,
    { HF_HUB_CACHE: clip },
  ],
];

test('what goes wrong is one line', async () => {
  const outcomes = await Promise.all(
    failing.map(([, argv, , , more]) => command({ argv, env: { ...env, ...more } })),
  );
  for (const [i, [name, , code, words]] of failing.entries()) {
    const { stderr, ...outcome } = outcomes[i]!;
    expect({ name, stderr }).toEqual({ name, stderr: expect.stringMatching(words) });
    expect({ name, ...outcome }).toEqual({ name, code, stdout: '' });
    expect(stderr).toMatch(/^slowfast: .*\.\n$/);
  }
});
