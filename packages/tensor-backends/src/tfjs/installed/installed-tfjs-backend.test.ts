import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { Worker } from 'node:worker_threads';
import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withOwnEngine } from '../../testing/own-engine.ts';
import { installedTfjsBackend } from './installed-tfjs-backend.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'installed-tfjs-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('takes the WebAssembly of TensorFlow.js where TensorFlow itself is not installed', async () => {
  await using backend = await installedTfjsBackend();
  expect(backend.name).toMatch(/^tfjs-(wasm|cpu)$/);
  using values = backend.upload(Float32Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
  using mean = backend.poolAdaptive(values, { rows: 1, columns: 1 });
  expect(await mean.read()).toEqual(Float32Array.of(2.5));
});

test('says what to install where there is none', () => {
  const source = JSON.stringify(new URL('./installed-tfjs-backend.ts', import.meta.url));
  const from = JSON.stringify(join(folder, 'nothing/'));
  const program = `const { installedTfjsBackend } = await import(${source});
await installedTfjsBackend({ from: ${from} }).catch(({ code, message }) => console.log(code, message));`;
  // Package managers name folders there in which more is found than is installed beside a file.
  const env = { ...process.env, NODE_PATH: '' };
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env,
  });
  expect(stdout).toMatch(
    /^runtime-unavailable TensorFlow.js does not work here: found none of @tensorflow\/tfjs-node-gpu, .*npm install @tensorflow\/tfjs-node,/,
  );
});

test('does not hide that the first one is broken', async () => {
  const home = join(folder, 'broken/node_modules/@tensorflow/tfjs-node');
  await mkdir(home, { recursive: true });
  await writeFile(
    join(home, 'index.js'),
    "throw new Error('The addon can not be found at path: x. \\nRun');",
  );
  const load = process.getBuiltinModule('node:module') as unknown as { readonly _load: unknown };
  const before = load._load;
  await expect(installedTfjsBackend({ from: join(folder, 'broken/') })).rejects.toMatchObject({
    code: 'runtime-unavailable',
    message: expect.stringContaining(
      "@tensorflow/tfjs-node does not work here: it is installed, but can't be loaded (The addon can not be found at path: x). Install it again, or remove it",
    ),
  });
  expect(load._load).toBe(before);
});

const built = new URL('../../../../../.tfjs-node/', import.meta.url);
const isBuilt = existsSync(
  new URL('node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node', built),
);

describe.skipIf(!isBuilt)('on TensorFlow itself, which `node tools/build-tfjs-node.ts` builds', async () => {
  withOwnEngine();
  const before = process.env.TF_CPP_MIN_LOG_LEVEL;
  beforeAll(() => {
    process.env.TF_CPP_MIN_LOG_LEVEL = '1';
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TF_CPP_MIN_LOG_LEVEL;
    else process.env.TF_CPP_MIN_LOG_LEVEL = before;
  });

  tensorBackendConformance('installedTfjsBackend', {
    create: async () => {
      const backend = await installedTfjsBackend({ from: built });
      const tf = createRequire(built)('@tensorflow/tfjs-node');
      return { backend, liveTensors: () => tf.memory().numTensors };
    },
    goldens: await readAggregationGoldens(),
  });

  test('leaves node:util as Node has it', async () => {
    const names = Object.keys(util);
    const backend = await installedTfjsBackend({ from: built });
    expect(backend.name).toBe('tfjs-tensorflow');
    expect(Object.keys(util)).toEqual(names);
  });

  test('computes in several threads at once', async () => {
    const threads = 4;
    const ready = new Int32Array(new SharedArrayBuffer(4));
    const script = new URL('../../testing/use-in-step.ts', import.meta.url);
    const workerData = { from: built.href, threads, ready };
    const ended = Array.from({ length: threads }, () => {
      const worker = new Worker(script, { workerData });
      return new Promise((resolve, reject) => worker.on('error', reject).on('exit', resolve));
    });
    expect(await Promise.all(ended)).toEqual([0, 0, 0, 0]);
  });
});
