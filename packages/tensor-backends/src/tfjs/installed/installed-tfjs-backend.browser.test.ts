import { installedTfjsBackend } from '@slowfast/tensor-backends/installed-tfjs';
import { expect, test } from 'vitest';

test('takes the backend of the installed TensorFlow.js that starts in this browser', async () => {
  await using backend = await installedTfjsBackend();
  expect(backend.name).toMatch(/^tfjs-(webgl|wasm|cpu)$/);
  using values = backend.upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
  using mean = backend.poolAdaptive(values, { rows: 1, columns: 1 });
  expect(await mean.read()).toEqual(Float32Array.of(2.5));
});
