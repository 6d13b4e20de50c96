import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createOnnxSession, describeOnnxRuntimes, int64Tensor } from '../index.ts';
import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { sumFeeds, sumModel, sumOfFeeds } from '../testing/sum-model.ts';
import { onnxRuntimeNode } from './onnx-runtime-node.ts';

onnxRuntimeConformance('onnxruntime-node', onnxRuntimeNode());

test('runs a model given as a path and as a URL, by default too', async () => {
  const path = join(tmpdir(), `onnx-session-${process.pid}.onnx`);
  await writeFile(path, sumModel('float32'));
  for (const model of [path, pathToFileURL(path)]) {
    await using session = await createOnnxSession(model);
    expect((await session.run(sumFeeds)).sum?.data).toEqual(sumOfFeeds);
  }
});

test('external data is found beside a path and taken as bytes', async () => {
  const folder = new URL('../../../onnx-format/fixtures/', import.meta.url);
  const data = new Uint8Array(await readFile(new URL('external.onnx_data', folder)));
  const file = new Uint8Array(await readFile(new URL('external.onnx', folder)));
  await using byPath = await createOnnxSession(new URL('external.onnx', folder));
  await using byBytes = await createOnnxSession(file, {
    externalData: [{ path: 'external.onnx_data', data }],
  });
  for (const session of [byPath, byBytes]) {
    const { z } = await session.run({ row: int64Tensor([1], []) });
    expect((z!.data as Float32Array).subarray(0, 3)).toEqual(Float32Array.of(1024, 1025, 1026));
  }
});

test('threads, providers and configuration entries reach the runtime', async () => {
  const options = { threads: 64, providers: ['cpu'], config: { 'session.disable_prepacking': '1' } };
  await using session = await createOnnxSession(sumModel('float32'), options);
  expect((await session.run(sumFeeds)).sum?.data).toEqual(sumOfFeeds);
  // The runtime refuses to do without the only provider that it was given.
  const conflicting = { providers: ['cpu'], config: { 'session.disable_cpu_ep_fallback': '1' } };
  await expect(createOnnxSession(sumModel('float32'), conflicting)).rejects.toThrow(/fallback/);
});

test('the runtime describes itself', async () => {
  const [description] = await describeOnnxRuntimes();
  expect(description).toMatchObject({ name: 'onnxruntime-node', available: true });
  expect(description?.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(description?.providers).toContain('cpu');
  expect(onnxRuntimeNode().name).toBe('onnxruntime-node');
});

test('where the runtime is not installed, the description and the error say what to do', () => {
  const index = new URL('../index.ts', import.meta.url).href;
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier !== 'onnxruntime-node') return next(specifier, context);
        throw Object.assign(new Error("Cannot find package 'onnxruntime-node'"), { code: 'ERR_MODULE_NOT_FOUND' });
      },
    });
    const { createOnnxSession, describeOnnxRuntimes } = await import(${JSON.stringify(index)});
    const error = await createOnnxSession('model.onnx').catch((reason) => reason);
    console.log(JSON.stringify({ code: error.code, message: error.message, described: await describeOnnxRuntimes() }));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const { code, message, described } = JSON.parse(printed);
  expect(code).toBe('runtime-unavailable');
  expect(message).toMatch(/not installed.*npm install onnxruntime-node/);
  expect(described).toMatchObject([
    { name: 'onnxruntime-node', available: false, reason: 'it is not installed' },
  ]);
});
