import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  InvalidSettingError,
  ModelIncompleteError,
  ModelInvalidError,
  ModelNotFoundError,
  ModelUnsupportedError,
  OutputFailedError,
} from '@slowfast/spec';
import { describe, expect, test } from 'vitest';
import { shardIndexPath } from '../safetensors/shard-index.ts';
import { checkpointFolder, conversionPlace } from '../testing/conversion-place.ts';
import { convertModel } from './convert-model.ts';

const whole = checkpointFolder('llava-1.6');

/** A copy of a checkpoint with something wrong, which is converted. */
async function convertWrong(spoil: (folder: string) => Promise<unknown>) {
  await using place = await conversionPlace();
  const source = join(place.parent, 'source');
  await cp(whole, source, { recursive: true, filter: (path) => !path.endsWith('onnx') });
  await spoil(source);
  const failure = await convertModel(source, { out: place.out }).catch((error: unknown) => error);
  expect(await place.entries()).toEqual(['source']);
  return failure;
}

async function changeConfig(
  folder: string,
  change: (config: { architectures: string[]; text_config: Record<string, unknown> }) => void,
) {
  const path = join(folder, 'config.json');
  const config = JSON.parse(await readFile(path, 'utf8'));
  change(config);
  await writeFile(path, JSON.stringify(config));
}

/** Replaces a text of the same length in the header. */
async function changeHeader(folder: string, found: string, by: string) {
  const path = join(folder, 'model.safetensors');
  const bytes = await readFile(path);
  const at = bytes.indexOf(found);
  expect([at > 0, by.length]).toEqual([true, found.length]);
  bytes.write(by, at);
  await writeFile(path, bytes);
}

describe('refuses, and leaves nothing', () => {
  test.each<[string, (folder: string) => Promise<unknown>, new (facts: never) => Error, string]>([
    [
      'another architecture',
      (folder) =>
        changeConfig(folder, (config) => (config.architectures = ['Qwen2VLForConditionalGeneration'])),
      ModelUnsupportedError,
      'Qwen2VLForConditionalGeneration',
    ],
    ['no tokenizer', (folder) => rm(join(folder, 'tokenizer.json')), ModelIncompleteError, 'tokenizer.json'],
    [
      'no weights',
      (folder) => rm(join(folder, 'model.safetensors')),
      ModelIncompleteError,
      'model.safetensors',
    ],
    [
      'missing shards',
      async (folder) => {
        await rm(join(folder, 'model.safetensors'));
        const weight_map = { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' };
        await writeFile(join(folder, shardIndexPath), JSON.stringify({ weight_map }));
      },
      ModelIncompleteError,
      'model-00001-of-00002.safetensors, model-00002-of-00002.safetensors',
    ],
    [
      'weights that are cut',
      (folder) => truncate(join(folder, 'model.safetensors'), 200_000),
      ModelInvalidError,
      'bytes of data',
    ],
    [
      'a tensor that is missing',
      (folder) => changeHeader(folder, 'layers.1.mlp.up_proj.weight', 'layers.1.mlp.up_xxxx.weight'),
      ModelInvalidError,
      'language_model.model.layers.1.mlp.up_proj.weight',
    ],
    [
      'a tensor of another shape',
      (folder) => changeConfig(folder, (config) => (config.text_config.intermediate_size = 80)),
      ModelInvalidError,
      '[80, 32], as config.json says',
    ],
    [
      'a tensor of another dtype',
      (folder) => {
        const head = '"language_model.lm_head.weight":{"dtype":';
        return changeHeader(folder, `${head}"F16"`, `${head}"I16"`);
      },
      ModelInvalidError,
      'language_model.lm_head.weight of dtype I16',
    ],
    [
      'a configuration that is none',
      (folder) => writeFile(join(folder, 'config.json'), '{'),
      ModelInvalidError,
      'config.json',
    ],
  ])('%s', async (_, spoil, kind, message) => {
    const failure = await convertWrong(spoil);
    expect(failure).toBeInstanceOf(kind);
    expect((failure as Error).message).toContain(message);
  });

  test('a source that is not there, a precision that is none', async () => {
    await using place = await conversionPlace();
    const { out } = place;
    await expect(convertModel(join(place.parent, 'absent'), { out })).rejects.toThrow(ModelNotFoundError);
    await expect(convertModel(whole, { out, dtype: 'q2' as 'q4' })).rejects.toThrow(InvalidSettingError);
    expect(await place.entries()).toEqual([]);
  });

  test('a folder with files in it, a file, and places where nothing can be made', async () => {
    await using place = await conversionPlace();
    const { out } = place;
    await mkdir(out);
    await writeFile(join(out, 'mine'), 'mine');
    await expect(convertModel(whole, { out })).rejects.toThrow('there are files in it');
    for (const other of [join(out, 'mine'), join(out, 'mine/in'), join(out, 'mine/in/it'), '/proc/a/b']) {
      await expect(convertModel(whole, { out: other }), other).rejects.toThrow(OutputFailedError);
    }
    expect(await readFile(join(out, 'mine'), 'utf8')).toBe('mine');
    expect(await place.entries()).toEqual(['converted']);
  });

  test('a folder that is being written', async () => {
    await using place = await conversionPlace();
    const { out } = place;
    const first = convertModel(whole, { out });
    const second = convertModel(whole, { out });
    const outcomes = await Promise.allSettled([first, second]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(OutputFailedError);
    expect(await place.entries()).toEqual(['converted']);
  });

  test('what is cancelled, before and on the way', async () => {
    await using place = await conversionPlace();
    const reason = new Error('enough');
    const { out } = place;
    const signal = AbortSignal.abort(reason);
    await expect(convertModel(whole, { out, signal })).rejects.toBe(reason);
    const controller = new AbortController();
    let pieces = 0;
    const onProgress = () => {
      pieces += 1;
      if (pieces === 5) controller.abort(reason);
    };
    await expect(convertModel(whole, { out, signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(pieces).toBe(5);
    expect(await place.entries()).toEqual([]);
  });
});

test('what earlier processes of the same id left is removed, what is being written by another is not', async () => {
  await using place = await conversionPlace();
  const prefix = `.converted.incomplete-${hostname()}-`;
  const running = `${prefix}${process.ppid}-1`;
  const others = [running, '.converted.incomplete-another-machine-1-1', `${prefix}notes`];
  for (const name of [`${prefix}${process.pid}-1`, ...others]) await mkdir(join(place.parent, name));
  await convertModel(whole, { out: place.out });
  expect((await place.entries()).sort()).toEqual([...others, 'converted'].sort());
});

test('folders around it are made, and removed again when it fails', async () => {
  await using place = await conversionPlace();
  const out = join(place.parent, 'a/b/c');
  const reason = new Error('enough');
  const stop = new AbortController();
  const onProgress = () => stop.abort(reason);
  await expect(convertModel(whole, { out, signal: stop.signal, onProgress })).rejects.toBe(reason);
  expect(await place.entries()).toEqual([]);
  await mkdir(join(place.parent, 'a'));
  await convertModel(whole, { out });
  expect((await readdir(out)).sort()).toContain('config.json');
});

test('an empty folder is taken', async () => {
  await using place = await conversionPlace();
  await mkdir(place.out);
  await convertModel(whole, { out: place.out });
  expect(await place.entries()).toEqual(['converted']);
});
