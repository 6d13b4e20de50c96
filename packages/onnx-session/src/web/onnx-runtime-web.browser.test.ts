import { expect, test } from 'vitest';
import { createOnnxSession } from '../index.browser.ts';
import { int64Tensor } from '../onnx-tensor.ts';
import { externalDataFolder } from '../testing/external-data-model.ts';
import { onnxRuntimeConformance } from '../testing/onnx-runtime-conformance.ts';
import { runInWorker } from '../testing/start-session-worker.ts';
import { sumFeeds, sumModel, sumOfFeeds } from '../testing/sum-model.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

onnxRuntimeConformance('onnxruntime-web on WebAssembly', onnxRuntimeWeb());

test('is the default, and takes addresses and external data', async () => {
  const externalData = [
    { path: 'external.onnx_data', data: await externalDataFolder.bytes('external.onnx_data') },
  ];
  const address = new URL('external.onnx', externalDataFolder.url);
  for (const model of [address, address.href, address.pathname]) {
    await using session = await createOnnxSession(model, { externalData });
    const { z } = await session.run({ row: int64Tensor([1], []) });
    expect((z!.data as Float32Array).subarray(0, 3)).toEqual(Float32Array.of(1024, 1025, 1026));
  }
});

test('what can not be fetched is an error with the place and the reason', async () => {
  await expect(createOnnxSession('/@fs/nowhere/model.onnx')).rejects.toMatchObject({
    code: 'runtime-failed',
    message: expect.stringMatching(/nowhere\/model\.onnx.*(404|403|protobuf)/),
  });
  await expect(createOnnxSession('http://localhost:1/model.onnx')).rejects.toMatchObject({
    code: 'runtime-failed',
  });
  const reason = new Error('enough');
  const controller = new AbortController();
  const address = new URL('external.onnx_data', externalDataFolder.url);
  const opening = createOnnxSession(address, { signal: controller.signal });
  controller.abort(reason);
  await expect(opening).rejects.toBe(reason);
});

test('configuration entries reach the runtime; providers that the script does not have are refused', async () => {
  const config = { 'session.disable_prepacking': '1' };
  await using session = await createOnnxSession(sumModel('float32'), { config, providers: ['cpu'] });
  expect((await session.run(sumFeeds)).sum?.data).toEqual(sumOfFeeds);
  await expect(createOnnxSession(sumModel('float32'), { providers: ['webgpu'] })).rejects.toMatchObject({
    code: 'runtime-unavailable',
  });
});

test('an input that the model does not have is refused', async () => {
  await using session = await createOnnxSession(sumModel('float32'));
  await expect(session.run({ ...sumFeeds, z: sumFeeds.y })).rejects.toMatchObject({
    code: 'runtime-failed',
    message: expect.stringContaining('no input z'),
  });
});

test('runs in a module worker, with threads', async () => {
  const cores = Math.min(navigator.hardwareConcurrency, 8);
  const { sum, threads, reason } = await runInWorker();
  expect(sum).toEqual(sumOfFeeds);
  expect(threads).toBe(cores);
  expect(reason === undefined).toBe(cores > 1);
});
