import { expect, test } from 'vitest';
import { runtimeFiles } from '../testing/runtime-files.ts';
import { sumFeeds, sumModel, sumOfFeeds } from '../testing/sum-model.ts';
import { onnxRuntimeWeb } from './onnx-runtime-web.ts';

// Paths are settled once a page and provider: this page has WebAssembly with good ones and WebGPU with wrong ones.

test('the WebAssembly may lie in a folder of its own', async () => {
  const runtime = onnxRuntimeWeb({ wasmPaths: runtimeFiles.url.pathname });
  await using session = await runtime.open(sumModel('float32'));
  expect((await session.run(sumFeeds)).sum?.data).toEqual(sumOfFeeds);
  const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
  expect(fetched).toContain(new URL('ort-wasm-simd-threaded.wasm', runtimeFiles.url).href);
});

test('where it does not lie, the runtime is unavailable, and the error says what to do', async () => {
  const runtime = onnxRuntimeWeb({ provider: 'webgpu', wasmPaths: { wasm: '/no-such-file.wasm' } });
  await expect(runtime.open(sumModel('float32'))).rejects.toMatchObject({
    code: 'runtime-unavailable',
    facts: { runtime: 'onnxruntime-web', remedy: expect.stringContaining('wasmPaths') },
  });
});
