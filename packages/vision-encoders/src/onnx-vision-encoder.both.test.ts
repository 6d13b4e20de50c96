import { type ModelFolder, openModelFolder } from '@slowfast/model-files';
import { createOnnxSession, type OnnxRuntime } from '@slowfast/onnx-session';
import {
  DisposedError,
  type Frame,
  InvalidImageError,
  InvalidSettingError,
  ModelIncompleteError,
  ModelInvalidError,
  ModelUnsupportedError,
} from '@slowfast/spec';
import { visionEncoderConformance } from '@slowfast/test-kit';
import { modelFiles } from '@slowfast/tiny-model/files';
import { describe, expect, it } from 'vitest';
import { onnxVisionEncoder } from './index.ts';
import { fixtureModel, fixtureOracle } from './testing/fixture-model.ts';

const names = ['clip', 'siglip-packed', 'rectangular'] as const;

for (const name of names) {
  visionEncoderConformance(name, { create: async () => onnxVisionEncoder(await fixtureModel(name)) });
}
visionEncoderConformance('the embedded model', {
  create: async () => onnxVisionEncoder(await openModelFolder(modelFiles)),
});

/** The default runtime, with its runs counted. */
function countingRuntime() {
  const counts = { opened: 0, runs: 0, disposed: 0 };
  const runtime: OnnxRuntime = {
    name: 'the default runtime, counted',
    describe: async () => ({ name: '', available: true, providers: [] }),
    checkQuantizedProducts: async () => [],
    async open(model, options) {
      const session = await createOnnxSession(model, options);
      counts.opened++;
      return {
        ...session,
        run: (feeds, runOptions) => {
          counts.runs++;
          return session.run(feeds, runOptions);
        },
        dispose: () => {
          counts.disposed++;
          return session.dispose();
        },
      };
    },
  };
  return { runtime, counts };
}

/** A model whose files come only when nobody wants them any more. */
function slowlyLoaded(folder: ModelFolder) {
  const { promise: loading, resolve: begin } = Promise.withResolvers<void>();
  const slow: ModelFolder = {
    ...folder,
    async onnxFile(...wanted) {
      const file = await folder.onnxFile(...wanted);
      const load: typeof file.load = async (options) => {
        begin();
        await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
        return file.load(options);
      };
      return { ...file, load };
    },
  };
  return { slow, loading };
}

function largestDifference(left: Float32Array, right: Float32Array): number {
  expect(left).toHaveLength(right.length);
  return left.reduce((largest, value, i) => Math.max(largest, Math.abs(value - right[i]!)), 0);
}

describe('the features that PyTorch computes', () => {
  it.each(names)('%s, all frames at once', async (name) => {
    const oracle = await fixtureOracle(name);
    await using encoder = await onnxVisionEncoder(await fixtureModel(name));
    using tokens = await encoder.encode(oracle.frames);
    expect(tokens.shape).toEqual(oracle.shape);
    expect(encoder.embeddingSize).toBe(oracle.shape[3]);
    expect(largestDifference(await tokens.read(), oracle.features)).toBeLessThan(1e-5);
  });

  it.each(names)('%s, one frame at a time', async (name) => {
    const oracle = await fixtureOracle(name);
    await using encoder = await onnxVisionEncoder(await fixtureModel(name));
    const perFrame = oracle.features.length / oracle.frames.length;
    for (const [position, frame] of oracle.frames.entries()) {
      using tokens = await encoder.encode([frame]);
      const expected = oracle.features.slice(position * perFrame, (position + 1) * perFrame);
      expect(largestDifference(await tokens.read(), expected)).toBeLessThan(1e-5);
    }
  });
});

describe('what is known before the weights', () => {
  it('says what it wants of a frame and loads nothing', async () => {
    const { runtime, counts } = countingRuntime();
    await using encoder = await onnxVisionEncoder(await fixtureModel('rectangular'), { runtime });
    expect(encoder.frameTransform({ width: 640, height: 480 })).toEqual({
      width: 40,
      height: 24,
      rows: 3,
      columns: 5,
      fit: 'resize',
      resample: 'bicubic',
      padColor: [127, 127, 127],
    });
    expect(counts.opened).toBe(0);
  });

  it('loads once, and frees what it loaded', async () => {
    const { runtime, counts } = countingRuntime();
    const { frames } = await fixtureOracle('clip');
    const encoder = await onnxVisionEncoder(await fixtureModel('clip'), { runtime });
    const [first, second] = await Promise.all([
      encoder.encode(frames.slice(0, 1)),
      encoder.encode(frames.slice(1)),
    ]);
    first[Symbol.dispose]();
    second[Symbol.dispose]();
    expect(counts).toEqual({ opened: 1, runs: 3, disposed: 0 });
    await encoder.dispose();
    await encoder.dispose();
    expect(counts.disposed).toBe(1);
    await expect(encoder.encode(frames)).rejects.toThrow(DisposedError);
  });

  it('gives up loading when it is disposed', async () => {
    const { runtime, counts } = countingRuntime();
    const { slow, loading } = slowlyLoaded(await fixtureModel('clip'));
    const encoder = await onnxVisionEncoder(slow, { runtime });
    const { frames } = await fixtureOracle('clip');
    const outcomes = Promise.allSettled([encoder.load?.(), encoder.encode(frames)]);
    await loading;
    await encoder.dispose();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
    }
    expect(counts).toEqual({ opened: 0, runs: 0, disposed: 0 });
  });

  it('has an id that changes with weights and preprocessing, not with the chunk', async () => {
    const folder = await fixtureModel('clip');
    const ids = await Promise.all([
      onnxVisionEncoder(folder),
      onnxVisionEncoder(folder, { framesPerChunk: 9 }),
      onnxVisionEncoder(folder, { fit: 'pad' }),
      onnxVisionEncoder(await fixtureModel('clip', { preprocessor: { resample: 2 } })),
      onnxVisionEncoder(await fixtureModel('siglip-packed')),
    ]).then((encoders) => encoders.map((encoder) => encoder.id));
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(4);
  });
});

const stillOracle = await fixtureOracle('clip');

describe('still pictures', () => {
  const { frames, features } = stillOracle;
  const size = features.length / frames.length;
  const featuresOf = (index: number) => features.slice(index * size, (index + 1) * size);
  const copy = (index: number): Frame => ({ ...frames[index]!, data: frames[index]!.data.slice() });

  it('are encoded once, also across calls, with the tokens of their own', async () => {
    const { runtime, counts } = countingRuntime();
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip'), { runtime });
    const values: Float32Array[] = [];
    for (const chunk of [[0, 0, 1], [1, 1], [1, 2, 2, 0], [], [0]]) {
      using tokens = await encoder.encode(chunk.map(copy));
      values.push((await tokens.read()).slice());
    }
    expect(counts.runs).toBe(4);
    const order = [0, 0, 1, 1, 1, 1, 2, 2, 0, 0];
    const all = values.flatMap((some) => [...some]);
    const expected = order.flatMap((index) => [...featuresOf(index)]);
    expect(largestDifference(Float32Array.from(all), Float32Array.from(expected))).toBeLessThan(1e-5);
  });

  it('are told by their bytes: one changed byte is another picture', async () => {
    const { runtime, counts } = countingRuntime();
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip'), { runtime });
    const changed = copy(0);
    changed.data[changed.data.length - 1]! ^= 1;
    using _ = await encoder.encode([copy(0), changed]);
    expect(counts.runs).toBe(2);
  });

  it('survive a caller who reuses the bytes of a frame', async () => {
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip'));
    const reused = copy(0);
    using _ = await encoder.encode([reused]);
    reused.data.set(frames[1]!.data);
    using tokens = await encoder.encode([reused]);
    expect(largestDifference(await tokens.read(), featuresOf(1))).toBeLessThan(1e-5);
  });
});

describe('cancelling', () => {
  it('stops after at most one frame and leaves the encoder usable', async () => {
    const { runtime, counts } = countingRuntime();
    const { frames, features } = await fixtureOracle('clip');
    const controller = new AbortController();
    const aborting: OnnxRuntime = {
      ...runtime,
      async open(model, options) {
        const session = await runtime.open(model, options);
        return {
          ...session,
          run: (feeds, runOptions) => {
            controller.abort(new Error('enough'));
            return session.run(feeds, runOptions);
          },
        };
      },
    };
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip'), { runtime: aborting });
    await expect(encoder.encode(frames, { signal: controller.signal })).rejects.toThrow('enough');
    expect(counts.runs).toBe(1);
    await expect(encoder.encode(frames, { signal: controller.signal })).rejects.toThrow('enough');
    expect(counts.runs).toBe(1);
    using tokens = await encoder.encode(frames);
    expect(largestDifference(await tokens.read(), features)).toBeLessThan(1e-5);
  });
});

describe('models that do not fit together', () => {
  const open = async (...model: Parameters<typeof fixtureModel>) =>
    onnxVisionEncoder(await fixtureModel(...model));

  it('refuses a processor of another size than the weights', async () => {
    await expect(open('rectangular', { preprocessor: { size: 32 } })).rejects.toThrow(ModelInvalidError);
    await expect(open('clip', { preprocessor: { crop_size: 48 } })).rejects.toThrow(/48x48.*32x32/);
  });

  it('finds out at the first run what no file told', async () => {
    const config = { vision_config: { patch_size: 16 } };
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip', { config }));
    expect(encoder.frameTransform({ width: 1, height: 1 })).toMatchObject({ rows: 2, columns: 2 });
    await expect(encoder.encode((await fixtureOracle('clip')).frames)).rejects.toThrow(ModelInvalidError);
  });

  it('refuses a grid that nothing tells', async () => {
    await expect(open('clip', { config: { vision_config: undefined } })).rejects.toThrow(
      ModelUnsupportedError,
    );
  });

  it('wants the preprocessing', async () => {
    await expect(open('clip', { preprocessor: undefined })).rejects.toThrow(ModelIncompleteError);
  });

  it('refuses frames of another size, and stays usable', async () => {
    await using encoder = await onnxVisionEncoder(await fixtureModel('clip'));
    const [small] = (await fixtureOracle('siglip-packed')).frames;
    await expect(encoder.encode([small!])).rejects.toThrow(InvalidImageError);
    using tokens = await encoder.encode((await fixtureOracle('clip')).frames);
    expect(tokens.shape[0]).toBe(3);
  });

  it('refuses a chunk of nothing', async () => {
    const folder = await fixtureModel('clip');
    for (const framesPerChunk of [0, 1.5, Number.NaN]) {
      await expect(onnxVisionEncoder(folder, { framesPerChunk })).rejects.toThrow(InvalidSettingError);
    }
  });
});
