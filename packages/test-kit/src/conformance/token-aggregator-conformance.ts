import { hostTensor, type Tensor, type TokenAggregator, type TokenLayout } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { fakeTensorBackend } from '../fakes/fake-tensor-backend.ts';
import type { AggregationGolden } from '../golden.ts';
import { expectCloseValues } from './expect-values.ts';
import { seededValues } from './seeded-values.ts';
import { type ConformanceOptions, suiteTest } from './suite.ts';
import type { BackendUnderTest } from './tensor-backend-conformance.ts';

/** What {@link tokenAggregatorConformance} needs. */
export interface TokenAggregatorConformanceOptions extends ConformanceOptions {
  /** An aggregator, always with the same settings. */
  readonly create: () => TokenAggregator;
  /** A new backend to compute on, called once per test; {@link fakeTensorBackend}, which is strict, if absent. */
  readonly createBackend?: (() => BackendUnderTest<Tensor>) | undefined;
  /** Layouts that the aggregator can reduce; a few small ones if absent. */
  readonly layouts?: readonly TokenLayout[] | undefined;
}

const usualLayouts: readonly TokenLayout[] = [
  { frames: 1, rows: 4, columns: 4, size: 3 },
  { frames: 7, rows: 6, columns: 8, size: 2 },
  { frames: 20, rows: 5, columns: 3, size: 4 },
  { frames: 33, rows: 2, columns: 2, size: 1 },
];

const fakeBackend = (): BackendUnderTest<Tensor> => {
  const backend = fakeTensorBackend();
  return { backend, liveTensors: () => backend.liveTensors };
};

/** What every token aggregator must do, whatever it computes: the rules of `TokenAggregator` and `TokenAggregation`. */
export function tokenAggregatorConformance(name: string, options: TokenAggregatorConformanceOptions): void {
  const { create, createBackend = fakeBackend, layouts = usualLayouts } = options;
  const test = suiteTest(options);
  describe(`${name}: token aggregator`, () => {
    test('has a stable id', () => {
      expect(create().id).not.toBe('');
      expect(create().id).toBe(create().id);
    });

    test('counts the tokens that it makes, and leaves no tensor alive', async () => {
      for (const layout of layouts) {
        const { slow, fast, total } = create().countTokens(layout);
        expect(slow + fast).toBe(total);
        const values = await aggregate(options, layout, layout.frames);
        expect(values.length).toBe(total * layout.size);
      }
    });

    test('makes the same of chunks of any size', async () => {
      for (const layout of layouts) {
        const whole = await aggregate(options, layout, layout.frames);
        for (const framesPerChunk of [1, 2, 3, 5]) {
          expectCloseValues(await aggregate(options, layout, framesPerChunk), whole, 1e-6);
        }
      }
    });

    test('looks at slow frames in order', () => {
      for (const { frames } of layouts) {
        const positions = create().slowPositions(frames);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
        expect(positions.every((p) => Number.isInteger(p) && p >= 0 && p < frames)).toBe(true);
      }
    });

    test('gives each slow frame as many tokens as it says', () => {
      for (const layout of layouts) {
        const { slow } = create().countTokens(layout);
        const each = create().tokensPerSlowFrame?.(layout);
        if (each !== undefined) expect(each * create().slowPositions(layout.frames).length).toBe(slow);
      }
    });

    test('keeps the tokens of slow frames apart where it says so', async () => {
      for (const layout of layouts) {
        const each = create().tokensPerSlowFrame?.(layout);
        if (each === undefined) continue;
        const { frames, rows, columns, size } = layout;
        const ofFrame = rows * columns * size;
        const input = seededValues(frames * ofFrame);
        const before = await aggregate(options, layout, frames, input);
        const positions = create().slowPositions(frames);
        for (const changed of new Set([positions[0], positions[positions.length >> 1], positions.at(-1)])) {
          const other = input.map((value, i) => (Math.floor(i / ofFrame) === changed ? value + 1 : value));
          const after = await aggregate(options, layout, frames, other);
          for (const [k, position] of positions.entries()) {
            const tokens = [before, after].map((values) =>
              values.slice(k * each * size, (k + 1) * each * size),
            );
            if (position === changed) expect(tokens[1]).not.toEqual(tokens[0]);
            else expect(tokens[1]).toEqual(tokens[0]);
          }
        }
      }
    });

    test('runs several aggregations at once', async () => {
      const [layout] = layouts as readonly [TokenLayout];
      const results = await Promise.all([1, 2, 3].map(() => aggregate(options, layout, 2)));
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    });

    test('refuses fewer and more frames than were announced', async () => {
      const layout = { ...layouts[0]!, frames: 3 };
      const { backend, liveTensors } = createBackend();
      using few = create().begin(layout, backend);
      await pushFrames(few, layout, 0, 2);
      await expect(few.finish()).rejects.toMatchObject({ code: 'aggregation-mismatch' });
      using many = create().begin(layout, backend);
      const tooMany = async () => {
        await pushFrames(many, layout, 0, 3);
        await pushFrames(many, layout, 0, 1);
        await many.finish();
      };
      await expect(tooMany()).rejects.toMatchObject({ code: 'aggregation-mismatch' });
      few[Symbol.dispose]();
      many[Symbol.dispose]();
      expect(liveTensors()).toBe(0);
    });

    test('refuses chunks of another grid or width, and goes on', async () => {
      const layout = { ...layouts[0]!, frames: 2 };
      const { backend } = createBackend();
      using aggregation = create().begin(layout, backend);
      await pushFrames(aggregation, layout, 0, 1);
      for (const wrong of [
        { ...layout, rows: layout.rows + 1 },
        { ...layout, columns: layout.columns + 1 },
        { ...layout, size: layout.size + 1 },
      ]) {
        const push = pushFrames(aggregation, wrong, 0, 1);
        await expect(push).rejects.toMatchObject({ code: 'invalid-tensor' });
      }
      await pushFrames(aggregation, layout, 1, 1);
      using tokens = await aggregation.finish();
      expect(tokens.shape).toEqual([create().countTokens(layout).total, layout.size]);
    });

    test('can be disposed half-way, twice, and not used afterwards', async () => {
      const layout = { ...layouts[0]!, frames: 4 };
      const { backend, liveTensors } = createBackend();
      const aggregation = create().begin(layout, backend);
      await pushFrames(aggregation, layout, 0, 2);
      aggregation[Symbol.dispose]();
      aggregation[Symbol.dispose]();
      expect(liveTensors()).toBe(0);
      await expect(pushFrames(aggregation, layout, 2, 1)).rejects.toMatchObject({ code: 'disposed' });
      await expect(aggregation.finish()).rejects.toMatchObject({ code: 'disposed' });
    });

    test('refuses grids without tokens', () => {
      const { size } = layouts[0]!;
      for (const [frames, rows, columns] of [
        [0, 4, 4],
        [2, 0, 4],
        [2, 4, 0],
      ] as const) {
        const grid = { frames, rows, columns };
        const mismatch = expect.objectContaining({ code: 'aggregation-mismatch' });
        expect(() => create().countTokens(grid)).toThrow(mismatch);
        expect(() => create().begin({ ...grid, size }, createBackend().backend)).toThrow(mismatch);
      }
    });
  });
}

/** What {@link tokenAggregatorGoldens} needs. */
export interface TokenAggregatorGoldensOptions extends ConformanceOptions {
  /** The aggregator for a configuration in the paper's notation. */
  readonly create: (config: string) => TokenAggregator;
  /** A new backend to compute on, called once per aggregation; {@link fakeTensorBackend} if absent. */
  readonly createBackend?: (() => BackendUnderTest<Tensor>) | undefined;
  readonly goldens: readonly AggregationGolden[];
}

/** The aggregations of the original, reproduced in one chunk and in chunks of several sizes. */
export function tokenAggregatorGoldens(name: string, options: TokenAggregatorGoldensOptions): void {
  const test = suiteTest(options);
  describe(`${name}: aggregations of the original`, () => {
    for (const golden of options.goldens) {
      test(`reproduces ${golden.name}`, async () => {
        const create = () => options.create(golden.config);
        const { slow = 0, fast = 0, total } = create().countTokens(golden);
        expect(total).toBe(golden.tokens.total);
        if (golden.tokens.slow !== undefined) expect({ slow, fast, total }).toEqual(golden.tokens);
        if (golden.slowIndices) expect(create().slowPositions(golden.frames)).toEqual(golden.slowIndices);
        for (const framesPerChunk of [1, 3, golden.frames]) {
          const { createBackend } = options;
          const values = await aggregate({ create, createBackend }, golden, framesPerChunk, golden.input);
          expectCloseValues(values, golden.output, 1e-6);
          const exact = /max_pool|concat/.test(golden.config) ? slow * golden.size : 0;
          expectCloseValues(values.subarray(0, exact), golden.output.subarray(0, exact), 0);
        }
      });
    }
  });
}

/** Chunks are overwritten and disposed as soon as `push` resolves: nothing may depend on them any more. */
async function aggregate(
  {
    create,
    createBackend = fakeBackend,
  }: Pick<TokenAggregatorConformanceOptions, 'create' | 'createBackend'>,
  layout: TokenLayout,
  framesPerChunk: number,
  input?: Float32Array,
): Promise<Float32Array> {
  const { backend, liveTensors } = createBackend();
  const before = liveTensors();
  using aggregation = create().begin(layout, backend);
  for (let from = 0; from < layout.frames; from += framesPerChunk) {
    await pushFrames(aggregation, layout, from, Math.min(framesPerChunk, layout.frames - from), input);
  }
  const tokens = await aggregation.finish();
  expect(tokens.shape).toEqual([create().countTokens(layout).total, layout.size]);
  const values = (await tokens.read()).slice();
  tokens[Symbol.dispose]();
  expect(liveTensors()).toBe(before);
  await backend.dispose();
  return values;
}

async function pushFrames(
  aggregation: { push(chunk: Tensor): Promise<void> },
  { rows, columns, size }: TokenLayout,
  from: number,
  count: number,
  input?: Float32Array,
): Promise<void> {
  const length = rows * columns * size;
  const all = input ?? seededValues((from + count) * length);
  const values = all.slice(from * length, (from + count) * length);
  const chunk = hostTensor(values, [count, rows, columns, size]);
  try {
    await aggregation.push(chunk);
  } finally {
    chunk[Symbol.dispose]();
    values.fill(Number.NaN);
  }
}
