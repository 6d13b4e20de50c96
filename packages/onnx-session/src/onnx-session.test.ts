import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OnnxGraphBuilder, type OnnxValueSignature, writeOnnxModel } from '@slowfast/onnx-format';
import { expect, test } from 'vitest';
import {
  createOnnxSession,
  describeOnnxRuntimes,
  float32Tensor,
  int64Tensor,
  onnxRuntimeNode,
} from './index.ts';

/** A model that adds its inputs x and y and also gives their difference. */
function sumModel(type: OnnxValueSignature['type']): Uint8Array {
  const builder = new OnnxGraphBuilder();
  const x = builder.input('x', type, ['rows', 2]);
  const y = builder.input('y', type, [1, 2]);
  builder.output(builder.node('Add', [x, y]), type, ['rows', 2], 'sum');
  builder.output(builder.node('Sub', [x, y]), type, ['rows', 2], 'difference');
  return writeOnnxModel(builder.build());
}

const x = float32Tensor(Float32Array.of(1, 2, 3, 4), [2, 2]);
const y = float32Tensor(Float32Array.of(10, 20), [1, 2]);

test('runs a model given as bytes, as a path and as a URL', async () => {
  const path = join(tmpdir(), `onnx-session-${process.pid}.onnx`);
  await writeFile(path, sumModel('float32'));
  for (const model of [sumModel('float32'), path, pathToFileURL(path)]) {
    await using session = await createOnnxSession(model);
    expect(session.inputs).toEqual([
      { name: 'x', type: 'float32', shape: ['rows', 2] },
      { name: 'y', type: 'float32', shape: [1, 2] },
    ]);
    expect(session.outputs.map((output) => output.name)).toEqual(['sum', 'difference']);
    expect(await session.run({ x, y })).toEqual({
      sum: { type: 'float32', data: Float32Array.of(11, 22, 13, 24), shape: [2, 2] },
      difference: { type: 'float32', data: Float32Array.of(-9, -18, -7, -16), shape: [2, 2] },
    });
    expect(Object.keys(await session.run({ x, y }, { outputs: ['difference'] }))).toEqual(['difference']);
  }
});

test('half precision goes in and out as bit patterns, whatever else made tensors before', async () => {
  await using session = await createOnnxSession(sumModel('float16'));
  // 1, 2, 4, -2 and 0.5, 65504
  const halves = {
    type: 'float16',
    data: Uint16Array.of(0x3c00, 0x4000, 0x4400, 0xc000),
    shape: [2, 2],
  } as const;
  const row = { type: 'float16', data: Uint16Array.of(0x3800, 0x7bff), shape: [1, 2] } as const;
  const { sum } = await session.run({ x: halves, y: row });
  expect(sum).toEqual({
    type: 'float16',
    data: Uint16Array.of(0x3e00, 0x7bff, 0x4480, 0x7bff),
    shape: [2, 2],
  });
  expect(sum!.data).toBeInstanceOf(Uint16Array);
});

test('whole numbers, and views into larger and into shared memory', async () => {
  await using session = await createOnnxSession(sumModel('int64'));
  const { sum } = await session.run({
    x: int64Tensor([1, -2], [1, 2]),
    y: int64Tensor([2 ** 53 - 1, 5], [1, 2]),
  });
  expect(sum?.data).toEqual(BigInt64Array.of(2n ** 53n, 3n));

  await using floats = await createOnnxSession(sumModel('float32'));
  const view = Float32Array.of(0, 0, 1, 2, 3, 4, 0).subarray(2, 6);
  const shared = new Float32Array(new SharedArrayBuffer(8));
  shared.set([10, 20]);
  const results = await floats.run({ x: float32Tensor(view, [2, 2]), y: float32Tensor(shared, [1, 2]) });
  expect(results.sum?.data).toEqual(Float32Array.of(11, 22, 13, 24));
  expect([...view, ...shared]).toEqual([1, 2, 3, 4, 10, 20]);
});

test('external data is found beside a path and taken as bytes', async () => {
  const folder = new URL('../../onnx-format/fixtures/', import.meta.url);
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
  expect((await session.run({ x, y })).sum?.data).toEqual(Float32Array.of(11, 22, 13, 24));
  for (const threads of [0, 1.5, -1]) {
    await expect(createOnnxSession(sumModel('float32'), { threads })).rejects.toMatchObject({
      code: 'invalid-setting',
    });
  }
  // The runtime refuses to do without the only provider that it was given.
  const conflicting = { providers: ['cpu'], config: { 'session.disable_cpu_ep_fallback': '1' } };
  await expect(createOnnxSession(sumModel('float32'), conflicting)).rejects.toThrow(/fallback/);
});

test('what the runtime refuses is a typed error in one line', async () => {
  await using session = await createOnnxSession(sumModel('float32'));
  const attempts = [
    () => session.run({ x }),
    () => session.run({ x, y: float32Tensor(Float32Array.of(1), [1, 1, 1]) }),
    () => session.run({ x, y: float32Tensor(Float32Array.of(1, 2, 3), [1, 2]) }),
    () => session.run({ x, y: int64Tensor([1, 2], [1, 2]) }),
    () => session.run({ x, y }, { outputs: ['nothing'] }),
    () => createOnnxSession('/nowhere/model.onnx'),
    () => createOnnxSession(new TextEncoder().encode('no model')),
  ];
  for (const attempt of attempts) {
    const error = await attempt().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ code: 'runtime-failed', facts: { runtime: 'onnxruntime-node' } });
    expect(error?.message).not.toContain('\n');
  }
  // A refused run leaves the session usable.
  expect((await session.run({ x, y })).sum?.data).toEqual(Float32Array.of(11, 22, 13, 24));
});

test('an aborted signal is thrown before and after work', async () => {
  const reason = new Error('enough');
  const aborted = AbortSignal.abort(reason);
  await expect(createOnnxSession(sumModel('float32'), { signal: aborted })).rejects.toBe(reason);
  await using session = await createOnnxSession(sumModel('float32'));
  await expect(session.run({ x, y }, { signal: aborted })).rejects.toBe(reason);
  const controller = new AbortController();
  const run = session.run({ x, y }, { signal: controller.signal });
  controller.abort(reason);
  await expect(run).rejects.toBe(reason);
});

test('runs under way end before disposal; later ones are refused', async () => {
  const session = await createOnnxSession(sumModel('float32'));
  const runs = [session.run({ x, y }), session.run({ x, y })];
  const disposals = [session.dispose(), session.dispose()];
  for (const { sum } of await Promise.all(runs)) expect(sum?.data).toEqual(Float32Array.of(11, 22, 13, 24));
  await Promise.all(disposals);
  await expect(session.run({ x, y })).rejects.toMatchObject({ code: 'disposed' });
});

test('the runtime describes itself', async () => {
  const [description] = await describeOnnxRuntimes();
  expect(description).toMatchObject({ name: 'onnxruntime-node', available: true });
  expect(description?.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(description?.providers).toContain('cpu');
  expect(onnxRuntimeNode().name).toBe('onnxruntime-node');
});

test('where the runtime is not installed, the description and the error say what to do', () => {
  const index = new URL('./index.ts', import.meta.url).href;
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
