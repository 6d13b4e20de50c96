import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOfFolder, type LoopbackHub, startLoopbackHub } from '@slowfast/loopback-hub';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { modelFolder } from '@slowfast/tiny-model';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useCommandProcess } from './testing/command-process.ts';
import { runSlowfast } from './testing/run-slowfast.ts';

const clip = fileURLToPath(new URL('clips/circle.mp4', modelFolder));
const source = fileURLToPath(tinyCheckpoint('llava-1.6').files.url);

let hub: LoopbackHub;
let folder: string;
let cache: string;
let env: Record<string, string>;
beforeAll(async () => {
  hub = await startLoopbackHub();
  hub.publish('owner/llava', filesOfFolder(source));
  hub.publish('owner/bin', { 'config.json': '{}', 'tokenizer.json': '{}', 'pytorch_model.bin': 'x' });
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slowfast-convert-'));
  cache = await mkdtemp(join(tmpdir(), 'slowfast-convert-cache-'));
  env = { HF_ENDPOINT: hub.endpoint, HF_HOME: cache, HF_HUB_CACHE: join(cache, 'hub'), HF_TOKEN: '' };
});
afterEach(async () => {
  for (const place of [folder, cache]) await rm(place, { recursive: true, force: true });
});

const run = useCommandProcess();
const convert = (...argv: string[]) => run({ argv: ['models', 'convert', ...argv], env });

test('what is converted can be inspected', async () => {
  const out = join(folder, 'q4');
  const argv = ['models', 'convert', source, '--out', out, '--dtype', 'q4'];
  const converted = await runSlowfast(argv, { env });
  expect(converted).toMatchObject({ code: 0, stderr: '' });
  expect(converted.stdout).toMatch(
    new RegExp(`^LlavaNextForConditionalGeneration, q4: 12 files, [\\d.]+ kB\\n${out}\\n$`),
  );
  const inspected = await run({ argv: ['models', 'inspect', out, '--json'] });
  expect(inspected.code, inspected.stderr).toBe(0);
  expect(JSON.parse(inspected.stdout)).toMatchObject({ grid: { rows: 24, columns: 24 } });
});

test('what is converted can be asked with its defaults, which are fitted to its context', async () => {
  const out = join(folder, 'q4');
  const onevision = fileURLToPath(tinyCheckpoint('llava-onevision').files.url);
  await convert(onevision, '--out', out, '--dtype', 'q4');
  const asked = await run({ argv: ['ask', clip, 'What happens?', '--model', out, '--no-cache', '--json'] });
  expect(asked.code, asked.stderr).toBe(0);
  expect(asked.stderr).toMatch(
    /^note: The model's context has room for \d+ video tokens.*: all 36 frames \(7 slow instead of 10\)/m,
  );
  const { usage } = JSON.parse(asked.stdout);
  expect(usage.promptTokens).toBeLessThan(4096 - 128);
});

test('a model of the hub: only what is needed of it is fetched', async () => {
  const out = join(folder, 'fp32');
  const converted = await convert('owner/llava', '--out', out);
  expect(converted.code, converted.stderr).toBe(0);
  expect(converted.stderr).toMatch(/^note: fetching owner\/llava: 7 files, 263 kB/);
  expect(hub.requests.filter(({ path }) => path.includes('onnx'))).toEqual([]);
  expect(await readdir(folder)).toEqual(['fp32']);
});

test('tells as JSON', async () => {
  const { code, stdout } = await convert(source, '--out', join(folder, 'out'), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ dtype: 'fp32', bytes: expect.any(Number) });
});

describe('what goes wrong is one line', () => {
  test.each<[string, (out: string) => string[], number, RegExp]>([
    ['no source', (out) => ['--out', out], 2, /source/],
    ['no folder to make', () => [source], 2, /--out/],
    ['a precision that is none', (out) => [source, '--out', out, '--dtype', 'q2'], 2, /q2.*fp32, q8, q4/],
    ['a folder that is not there', (out) => [`${out}/none`, '--out', out], 1, /no such folder/],
    [
      'a model that the hub has not',
      (out) => ['owner/none', '--out', out],
      1,
      /refuses owner\/none.*there is none at owner\/none/,
    ],
    [
      'a model of the hub without safetensors',
      (out) => ['owner/bin', '--out', out],
      1,
      /found weights in pytorch_model.bin, expected model.safetensors/,
    ],
    ['a folder in use', () => [source, '--out', source], 1, /there are files in it/],
    [
      'another architecture',
      (out) => [fileURLToPath(tinyCheckpoint('smolvlm2').files.url), '--out', out],
      1,
      /found SmolVLMForConditionalGeneration, expected one of Llava/,
    ],
  ])('%s', async (_, argv, code, words) => {
    const outcome = await convert(...argv(join(folder, 'out')));
    expect(outcome.stderr).toMatch(words);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(/^slowfast: .*\.\n$/);
    expect(await readdir(folder)).toEqual([]);
  });
});
