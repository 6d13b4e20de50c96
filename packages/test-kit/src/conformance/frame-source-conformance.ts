import type { Frame, FrameSelection, FrameSource, FrameTransform } from '@slowfast/spec';
import { describe, expect } from 'vitest';
import { type ConformanceOptions, suiteTest } from './suite.ts';

/** What {@link frameSourceConformance} needs. */
export interface FrameSourceConformanceOptions extends ConformanceOptions {
  /** Opens an undamaged video of at least six frames; called once per test. */
  readonly open: () => Promise<FrameSource>;
}

const transform: FrameTransform = {
  width: 12,
  height: 8,
  fit: 'resize',
  resample: 'bicubic',
  padColor: [0, 0, 0],
};

/** What every frame source must do, whatever it decodes: order, repeats, sizes, errors, cancellation, disposal. */
export function frameSourceConformance(name: string, options: FrameSourceConformanceOptions): void {
  const test = suiteTest(options);
  const withSource = (testName: string, run: (source: FrameSource) => Promise<void>) => {
    test(testName, async () => {
      await using source = await options.open();
      await run(source);
    });
  };

  describe(`${name}: frame source`, () => {
    withSource('tells what the video is like', async ({ info }) => {
      expect(info.frameCount).toBeGreaterThanOrEqual(6);
      expect(info.frameTimestampsSeconds.length).toBe(info.frameCount);
      expect([...info.frameTimestampsSeconds]).toEqual([...info.frameTimestampsSeconds.toSorted()]);
      expect(info.frameRate).toBeCloseTo(info.frameCount / info.durationSeconds, 6);
      expect(info.width * info.height).toBeGreaterThan(0);
    });

    withSource('delivers the selected frames in order, at native size', async (source) => {
      const indices = [0, 2, 3, source.info.frameCount - 1];
      const frames = await collect(source, { indices });
      expect(frames.map(({ index }) => index)).toEqual(indices);
      for (const frame of frames) expectWholeFrame(frame, source, source.info);
    });

    withSource('delivers repeated frames again', async (source) => {
      const frames = await collect(source, { indices: [1, 1, 4, 4, 4] });
      expect(frames.map(({ index }) => index)).toEqual([1, 1, 4, 4, 4]);
      expect(frames[1]!.data).toEqual(frames[0]!.data);
      expect(frames[4]!.data).toEqual(frames[2]!.data);
      frames[0]!.data.fill(0);
      expect(frames[1]!.data).not.toBe(frames[0]!.data);
    });

    withSource('delivers the same picture however a frame is reached', async (source) => {
      const all = await collect(source, { indices: [0, 1, 2, 3, 4, 5] });
      for (const index of [5, 2]) {
        const [alone] = await collect(source, { indices: [index] });
        expect(alone!.data).toEqual(all[index]!.data);
      }
    });

    withSource('selects by time the last frame that starts at or before', async (source) => {
      const starts = source.info.frameTimestampsSeconds;
      const timestampsSeconds = [starts[1]!, (starts[3]! + starts[4]!) / 2, starts[5]!];
      const frames = await collect(source, { timestampsSeconds });
      expect(frames.map(({ index }) => index)).toEqual([1, 3, 5]);
    });

    withSource('applies a transform', async (source) => {
      const frames = await collect(source, { indices: [0, 5] }, { transform });
      for (const frame of frames) expectWholeFrame(frame, source, transform);
    });

    withSource('refuses selections that make no sense', async (source) => {
      const end = source.info.frameTimestampsSeconds[0]! + source.info.durationSeconds;
      const selections: FrameSelection[] = [
        { indices: [] },
        { indices: [3, 2] },
        { indices: [-1] },
        { indices: [0.5] },
        { indices: [Number.NaN] },
        { indices: [source.info.frameCount] },
        { timestampsSeconds: [] },
        { timestampsSeconds: [Number.NaN] },
        { timestampsSeconds: [end + 1] },
      ];
      for (const selection of selections) {
        await expect(collect(source, selection)).rejects.toMatchObject({ code: 'invalid-selection' });
      }
      expect(await collect(source, { indices: [0] })).toHaveLength(1);
    });

    withSource('stops when it is told to, and goes on afterwards', async (source) => {
      const reason = new Error('stopped by the test');
      const before = collect(source, { indices: [0] }, { signal: AbortSignal.abort(reason) });
      await expect(before).rejects.toBe(reason);
      const controller = new AbortController();
      const seen: number[] = [];
      const during = async () => {
        const frames = source.frames({ indices: [0, 1, 2, 3, 4, 5] }, { signal: controller.signal });
        for await (const { index } of frames) {
          seen.push(index);
          controller.abort(reason);
        }
      };
      await expect(during()).rejects.toBe(reason);
      expect(seen.length).toBeLessThanOrEqual(2);
      expect(await collect(source, { indices: [5] })).toHaveLength(1);
    });

    withSource('may be left half-way', async (source) => {
      for await (const { index } of source.frames({ indices: [0, 1, 2] })) {
        expect(index).toBe(0);
        break;
      }
      expect(await collect(source, { indices: [0, 5] })).toHaveLength(2);
    });

    withSource('ends with an error once it is disposed', async (source) => {
      const indices = Array.from({ length: source.info.frameCount }, (_, i) => i);
      const iterator = source.frames({ indices })[Symbol.asyncIterator]();
      await iterator.next();
      await source.dispose();
      const rest = async () => {
        for (;;) if ((await iterator.next()).done) return;
      };
      await expect(rest()).rejects.toMatchObject({ code: 'disposed' });
      await expect(collect(source, { indices: [0] })).rejects.toMatchObject({ code: 'disposed' });
      await source.dispose();
    });
  });
}

async function collect(
  source: FrameSource,
  selection: FrameSelection,
  options: { transform?: FrameTransform; signal?: AbortSignal } = {},
): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of source.frames(selection, options)) frames.push(frame);
  return frames;
}

function expectWholeFrame(
  frame: Frame,
  { info }: FrameSource,
  size: { width: number; height: number },
): void {
  expect({ width: frame.width, height: frame.height }).toEqual({ width: size.width, height: size.height });
  expect(frame.data.length).toBe(size.width * size.height * 3);
  expect(frame.timestampSeconds).toBe(info.frameTimestampsSeconds[frame.index]);
  expect(frame).toMatchObject({ status: 'exact', decodedIndex: frame.index });
}
