import type { OnnxRuntime } from '@slowfast/onnx-session';
import { tensorBackendConformance } from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { fewGoldens } from '../testing/few-goldens.ts';
import { testRuntimes } from '../testing/test-runtimes.ts';
import { onnxBackend } from './onnx-backend.ts';

const goldens = await readAggregationGoldens();
for (const [name, createRuntime] of Object.entries(testRuntimes)) {
  tensorBackendConformance(`onnxBackend over ${name}`, {
    create: () => {
      const backend = onnxBackend({ runtime: createRuntime(), threads: 1 });
      return { backend, liveTensors: () => backend.liveTensors };
    },
    goldens: name.endsWith('WebGPU') ? fewGoldens(goldens) : goldens,
  });
}

/** A runtime that counts what is asked of it. */
function countingRuntime(runtime = Object.values(testRuntimes)[0]!()): OnnxRuntime & {
  readonly counts: { opened: number; runs: number; disposed: number };
} {
  const counts = { opened: 0, runs: 0, disposed: 0 };
  return {
    name: runtime.name,
    counts,
    describe: () => runtime.describe(),
    checkQuantizedProducts: () => runtime.checkQuantizedProducts(),
    async open(model, options) {
      const session = await runtime.open(model, options);
      counts.opened += 1;
      return {
        ...{ inputs: session.inputs, outputs: session.outputs },
        run(feeds, runOptions) {
          counts.runs += 1;
          return session.run(feeds, runOptions);
        },
        async dispose() {
          counts.disposed += 1;
          await session.dispose();
        },
        [Symbol.asyncDispose]: () => session.dispose(),
      };
    },
  };
}

describe('onnxBackend', () => {
  const frames = new Float32Array(4 * 24).fill(1);

  test('records operations and runs them as one graph', async () => {
    const runtime = countingRuntime();
    await using backend = onnxBackend({ runtime });
    using input = backend.upload(frames, [4, 2, 3, 4]);
    using taken = backend.take(input, [1, 2]);
    using pooled = backend.poolAdaptive(taken, { rows: 1, columns: 1 });
    using sum = backend.sum(taken);
    expect(runtime.counts).toEqual({ opened: 0, runs: 0, disposed: 0 });
    await backend.run([pooled, sum]);
    expect([...(await pooled.read())]).toEqual(new Array(8).fill(1));
    expect([...(await sum.read())]).toEqual(new Array(24).fill(2));
    expect(runtime.counts).toEqual({ opened: 1, runs: 1, disposed: 0 });
  });

  test('shares a graph between chunks that differ in values, positions and factors only', async () => {
    await using backend = onnxBackend();
    for (const position of [0, 1, 3]) {
      using input = backend.upload(frames, [4, 2, 3, 4]);
      using taken = backend.take(input, [position]);
      using scaled = backend.scale(taken, position);
      expect([...(await scaled.read())]).toEqual(new Array(24).fill(position));
    }
    expect(backend.liveSessions).toBe(1);
  });

  test('keeps a bounded number of graphs', async () => {
    const runtime = countingRuntime();
    const backend = onnxBackend({ runtime, maxSessions: 2 });
    const reshapeAndSum = async (rows: number) => {
      using input = backend.upload(frames, [rows, 96 / rows]);
      using sum = backend.sum(input);
      expect(await sum.read()).toEqual(new Float32Array(96 / rows).fill(rows));
    };
    for (const rows of [2, 4, 8, 4, 2]) await reshapeAndSum(rows);
    expect(backend.liveSessions).toBe(2);
    expect(runtime.counts).toEqual({ opened: 4, runs: 5, disposed: 2 });
    await backend.dispose();
    expect(backend.liveSessions).toBe(0);
    expect(runtime.counts.disposed).toBe(4);
  });

  test('is of no use once it is disposed', async () => {
    const backend = onnxBackend();
    using input = backend.upload(frames, [4, 24]);
    using sum = backend.sum(input);
    await backend.dispose();
    await expect(sum.read()).rejects.toMatchObject({ code: 'disposed' });
  });

  test('goes on after a run that failed', async () => {
    const runtime = countingRuntime();
    let isBroken = true;
    await using backend = onnxBackend({
      runtime: {
        ...runtime,
        open: (model, options) => {
          if (isBroken) throw new Error('no memory');
          return runtime.open(model, options);
        },
      },
    });
    using input = backend.upload(frames, [4, 24]);
    using sum = backend.sum(input);
    await expect(sum.read()).rejects.toThrow('no memory');
    isBroken = false;
    expect(await sum.read()).toEqual(new Float32Array(24).fill(4));
  });
});
