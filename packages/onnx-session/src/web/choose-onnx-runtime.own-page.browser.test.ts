import { afterEach, expect, test } from 'vitest';
import { describeOnnxRuntimes } from '../index.browser.ts';
import { sumFeeds, sumModel, sumOfFeeds } from '../testing/sum-model.ts';
import { chooseOnnxRuntime } from './choose-onnx-runtime.ts';
import { findGraphicsAdapter } from './graphics-adapter.ts';

const cores = Math.min(navigator.hardwareConcurrency, 8);
const adapter = await findGraphicsAdapter();
const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

/** Makes a property of the page or its navigator another one, until the test has ended. */
function pretend(target: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true });
  undo.push(() => {
    Reflect.deleteProperty(target, name);
    if (before) Object.defineProperty(target, name, before);
  });
}

test('WebAssembly runs with as many threads as there are cores, or as are wanted', async () => {
  const { provider, threads, reason } = await chooseOnnxRuntime({ device: 'wasm' });
  expect([provider, threads]).toEqual(['wasm', cores]);
  expect(reason === undefined).toBe(cores > 1);
  expect(await chooseOnnxRuntime({ device: 'wasm', threads: 1 })).toMatchObject({ threads: 1 });
  await expect(chooseOnnxRuntime({ threads: 0 })).rejects.toMatchObject({ code: 'invalid-setting' });
});

test.skipIf(adapter.kind !== 'software')(
  `an adapter that is only software is taken when asked for by name (here: ${adapter.kind})`,
  async () => {
    const automatic = await chooseOnnxRuntime();
    expect(automatic.provider).toBe('wasm');
    expect(automatic.reason).toMatch(/WebAssembly, because the only graphics adapter is software \(.+\)/);
    const asked = await chooseOnnxRuntime({ device: 'webgpu' });
    expect(asked.provider).toBe('webgpu');
    expect(asked.reason).toMatch(/slow here.*software/);
    await using session = await asked.runtime.open(sumModel('float32'));
    expect((await session.run(sumFeeds)).sum?.data).toEqual(sumOfFeeds);
  },
);

test.skipIf(adapter.kind !== 'hardware')(
  `a graphics processor is taken by itself (here: ${adapter.kind})`,
  async () => {
    expect(await chooseOnnxRuntime()).toMatchObject({ provider: 'webgpu' });
  },
);

test('where there is no WebGPU, WebAssembly runs and the reason is told', async () => {
  for (const [gpu, reason] of [
    [undefined, /no WebGPU/],
    [{ requestAdapter: async () => null }, /gives no graphics adapter/],
    [{ requestAdapter: () => Promise.reject(new Error('broken')) }, /broken/],
  ] as const) {
    pretend(navigator, 'gpu', gpu);
    for (const device of ['auto', 'webgpu'] as const) {
      const chosen = await chooseOnnxRuntime({ device });
      expect(chosen.provider).toBe('wasm');
      expect(chosen.reason).toMatch(reason);
    }
    const [wasm, webgpu] = await describeOnnxRuntimes();
    expect(wasm).toMatchObject({ available: true, providers: ['wasm'], limits: [] });
    expect(webgpu).toMatchObject({ available: false, remedy: expect.any(String) });
    expect(webgpu?.reason).toMatch(reason);
  }
});

test('an adapter that says it is a fallback, or is known as software, is no hardware', async () => {
  for (const info of [
    { vendor: 'a', isFallbackAdapter: true },
    { vendor: 'google', architecture: 'swiftshader' },
    { description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
  ]) {
    pretend(navigator, 'gpu', { requestAdapter: async () => ({ info }) });
    expect(await findGraphicsAdapter()).toMatchObject({ kind: 'software' });
  }
  pretend(navigator, 'gpu', { requestAdapter: async () => ({ info: { vendor: 'nvidia' } }) });
  expect(await findGraphicsAdapter()).toEqual({ kind: 'hardware' });
});

test('a page that is not cross-origin isolated has one thread, and is told why', async () => {
  pretend(globalThis, 'crossOriginIsolated', false);
  const { threads, reason } = await chooseOnnxRuntime({ device: 'wasm' });
  expect(threads).toBe(1);
  expect(reason).toMatch(/not cross-origin isolated.*Cross-Origin-Embedder-Policy/);
});

test('both runtimes describe themselves', async () => {
  expect(crossOriginIsolated).toBe(true);
  const [wasm, webgpu] = await describeOnnxRuntimes();
  expect(wasm).toMatchObject({ name: 'onnxruntime-web', available: true, threads: cores });
  if (adapter.kind === 'none') return expect(webgpu?.available).toBe(false);
  expect(webgpu).toMatchObject({ available: true, providers: ['webgpu', 'wasm'] });
  expect(webgpu?.limits).toHaveLength(adapter.kind === 'software' ? 1 : 0);
});
