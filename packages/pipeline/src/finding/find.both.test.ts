import {
  type Calibration,
  ContextExceededError,
  DisposedError,
  EmptyQuestionError,
  type FindOptions,
  InvalidSelectionError,
  InvalidSettingError,
  type Notice,
  type ProgressEvent,
  type Tensor,
  UnknownOptionError,
} from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { homes } from '../test-homes.ts';
import { countingOverflow, seeingStages } from './seeing-stages.ts';

const question = 'Is there a star?';

/** Marks 1 for frames from one index up to another, which is excluded. */
const within =
  (...ranges: readonly (readonly [from: number, to: number])[]) =>
  (index: number) =>
    +ranges.some(([from, to]) => index >= from && index < to);

/** Frames of a source of ten a second, as ranges of time. */
const seconds = (...ranges: readonly (readonly [from: number, to: number])[]) =>
  ranges.map(([from, to]) => ({
    ...{ startSeconds: from / 10, endSeconds: to / 10 },
    probability: expect.closeTo(1, 6),
  }));

describe.each(homes)('finding %s', (_, create) => {
  test('narrows an event down to its frames, each encoded once', async () => {
    const { stages, encoded, leaks } = seeingStages(within([203, 241]));
    await using assistant = create(stages);
    const source = fakeFrameSource({ frameCount: 320 });
    const found = await assistant.find(source, question);
    // Steps of a second, narrowed down to an eighth of it: to frames of a tenth.
    expect(found.ranges).toEqual(seconds([203, 241]));
    expect(found.plan).toMatchObject({
      stepSeconds: 1,
      resolutionSeconds: 0.125,
      steps: 32,
      windowFrames: 4,
    });
    expect(new Set(encoded).size).toBe(encoded.length);
    expect(found.frames).toBe(encoded.length);
    expect(source.deliveredFrames).toBe(encoded.length);
    expect(encoded.length).toBeLessThan(45);
    // 8 windows, 4 of whose parts in two of them, and frames between.
    expect(found.decisions).toBeLessThan(32);
    expect(found.usage.answerTokens).toBe(found.decisions);
    expect(found.usage.promptTokens).toBeGreaterThan(found.usage.videoTokens);
    expect(leaks()).toEqual({ tensors: 0, sessions: 0 });
  });

  test.each([
    ['nowhere', []],
    ['everywhere', [[0, 320]]],
    ['at the beginning', [[0, 33]]],
    ['at the end', [[291, 320]]],
    [
      'twice, near each other',
      [
        [100, 121],
        [133, 160],
      ],
    ],
    ['on a step alone', [[250, 251]]],
  ] as const)('is right where it is yes %s', async (_where, ranges) => {
    const { stages } = seeingStages(within(...ranges));
    await using assistant = create(stages);
    const found = await assistant.find(fakeFrameSource({ frameCount: 320 }), question, {
      resolutionSeconds: 0.1,
    });
    expect(found.ranges).toEqual(seconds(...ranges));
    expect(found.frames).toBeLessThanOrEqual(found.plan.mostFrames);
    expect(found.decisions).toBeLessThanOrEqual(found.plan.mostDecisions);
  });

  test('what no single frame shows is where the narrowest windows say yes', async () => {
    // Something turns at frame 18, which only frames of both sides tell.
    const { stages } = seeingStages(
      (index) => (index < 18 ? 1 : 2),
      (marks) => +(marks.includes(1) && marks.includes(2)),
    );
    await using assistant = create(stages);
    const { ranges } = await assistant.find(fakeFrameSource(), 'Does it turn?', { stepSeconds: 0.1 });
    expect(ranges).toEqual(seconds([16, 20]));
  });

  test('a window that may be yes is looked into, one that is clearly no is not', async () => {
    const sureOf = (probability: number) =>
      seeingStages(within([21, 23]), (marks) =>
        marks.includes(1) ? (marks.length > 1 ? probability : 0.9) : 0,
      );
    const find = async (probability: number) => {
      await using assistant = create(sureOf(probability).stages);
      return await assistant.find(fakeFrameSource({ frameCount: 40 }), question, { stepSeconds: 0.1 });
    };
    // The window of frames 20 to 23 has others among them.
    expect((await find(0.1)).ranges).toEqual([
      { startSeconds: 2.1, endSeconds: 2.3, probability: expect.closeTo(0.9, 6) },
    ]);
    expect((await find(0.001)).ranges).toEqual([]);
  });

  test('a part of the video, steps, resolution, threshold and windows are as they are asked for', async () => {
    const { stages, encoded } = seeingStages(within([0, 320]), () => 0.3);
    await using assistant = create(stages);
    const options: FindOptions = { startSeconds: 10, endSeconds: 20, stepSeconds: 0.5, windowFrames: 2 };
    const source = fakeFrameSource({ frameCount: 320 });
    expect((await assistant.find(source, question, options)).ranges).toEqual([]);
    expect(encoded).toEqual(Array.from({ length: 20 }, (_, i) => 100 + 5 * i));
    const found = await assistant.find(source, question, { ...options, threshold: 0.25 });
    expect(found.ranges).toMatchObject([{ startSeconds: 10, endSeconds: 20 }]);
    expect(found.plan).toMatchObject({ steps: 20, windowFrames: 2, startSeconds: 10, endSeconds: 20 });
    const { frames } = await assistant.find(source, question, { ...options, resolutionSeconds: 0.5 });
    expect(frames).toBe(20);
  });

  test('a temperature evens probabilities out, and looks at the same', async () => {
    const find = async (options: FindOptions, calibration?: Calibration) => {
      const { stages } = seeingStages(within([203, 241]), ([...marks]) => (marks.includes(1) ? 0.9 : 0.001));
      await using assistant = create({ ...stages, calibration });
      return await assistant.find(fakeFrameSource({ frameCount: 320 }), question, options);
    };
    const [plain, even] = [await find({}), await find({ temperature: 2 })];
    expect(plain.ranges).toMatchObject([{ probability: expect.closeTo(0.9, 5) }]);
    // The square root of 9 to 1.
    expect(even.ranges).toMatchObject([
      { startSeconds: 20.3, endSeconds: 24.1, probability: expect.closeTo(0.75, 5) },
    ]);
    expect(even.decisions).toBe(plain.decisions);
    expect([plain.temperature, even.temperature]).toEqual([1, 2]);
    // A calibration's counts where the search says none.
    const { seconds: _, ...calibrated } = await find({}, { temperature: 2 });
    expect(even).toMatchObject(calibrated);
    expect((await find({ temperature: 1 }, { temperature: 2 })).ranges).toEqual(plain.ranges);
    expect((await find({ temperature: 2, threshold: 0.8 })).ranges).toEqual([]);
  });

  test('a video with fewer frames than steps has each looked at', async () => {
    const { stages, encoded } = seeingStages(within([1, 2]));
    await using assistant = create(stages);
    const { ranges } = await assistant.find(fakeFrameSource({ frameCount: 3 }), question);
    expect(ranges).toEqual(seconds([1, 2]));
    expect(encoded).toEqual([0, 1, 2]);
  });

  test('features that are more than may be in memory go elsewhere, and nothing else changes', async () => {
    const find = async (maxFeatureBytes?: number) => {
      const { stages, encoded, leaks } = seeingStages(within([203, 241]));
      const { storage, counts } = countingOverflow();
      await using assistant = create({ ...stages, overflow: storage });
      const { seconds: _, ...found } = await assistant.find(fakeFrameSource({ frameCount: 320 }), question, {
        maxFeatureBytes,
      });
      return { found, counts, encoded, leaks: leaks() };
    };
    const usual = await find();
    expect(usual.counts.written).toBe(0);
    const { featureBytes } = usual.found.plan;
    for (const bytes of [0, featureBytes / 2]) {
      const bounded = await find(bytes);
      expect(bounded).toMatchObject({ found: usual.found, encoded: usual.encoded, leaks: usual.leaks });
      expect(bounded.counts.written).toBeGreaterThan(10);
      expect(bounded.counts).toMatchObject({ kept: 0, open: 0 });
      // What a window is made of comes back one frame after the other.
      expect(bounded.counts.mostReading).toBe(1);
      // A window and what is left of a chunk.
      expect(bounded.counts.mostKept).toBeLessThanOrEqual(5);
    }
    expect((await find(featureBytes)).counts.written).toBe(0);
  });

  test('the most that it costs is known before, from the index alone', async () => {
    const { stages, encoded } = seeingStages(within([203, 241]));
    await using assistant = create(stages);
    const source = fakeFrameSource({ frameCount: 320 });
    const plan = await assistant.planFind(source, question);
    expect(await assistant.planFind(source.info, question)).toEqual(plan);
    expect(encoded).toEqual([]);
    expect(source.deliveredFrames).toBe(0);
    expect((await assistant.find(source, question)).plan).toEqual(plan);
    // Behind each step 10 frames, halved until two are 0.125 s apart or less.
    expect(plan).toMatchObject({ steps: 32, mostFrames: 32 + 32 * 4, mostDecisions: 64 - 8 + 32 * 4 });
    const { rows, columns } = stages.encoder.frameTransform(source.info);
    expect(plan.featureBytes).toBe(5 * rows * columns * stages.encoder.embeddingSize * 4);
  });

  test('tells its progress and what it notices', async () => {
    const { stages } = seeingStages(within([203, 241]));
    await using assistant = create(stages);
    const events: ProgressEvent[] = [];
    const notices: Notice[] = [];
    const source = fakeFrameSource({ frameCount: 320, damagedFrames: [205, 238], hasAudio: true });
    const found = await assistant.find(source, 'Is a star heard?', {
      onProgress: (event) => events.push(event),
      onNotice: (notice) => notices.push(notice),
    });
    const last = (stage: string) => events.findLast((event) => event.stage === stage);
    expect(last('encode')).toEqual({ stage: 'encode', done: found.frames, total: found.plan.mostFrames });
    expect(last('decide')).toEqual({
      ...{ stage: 'decide', done: found.decisions },
      total: found.plan.mostDecisions,
    });
    expect(new Set(events.map(({ stage }) => stage))).toEqual(new Set(['encode', 'decide']));
    expect(found.seconds).toMatchObject({ decode: expect.any(Number), prefill: expect.any(Number) });
    expect(notices.map(({ code }) => code)).toEqual(['sound-not-heard', 'frames-substituted']);
    expect(found.notices).toEqual(notices);
  });

  test('pictures unlike those that the model knows are told first', async () => {
    const { stages } = seeingStages(within([203, 241]));
    const seen: number[] = [];
    const knownPictures = {
      threshold: 1,
      distances: async ({ shape }: Tensor) => {
        seen.push(shape[0]!);
        return new Array<number>(shape[0]!).fill(2);
      },
    };
    const encoder = Object.create(stages.encoder, { knownPictures: { value: knownPictures } });
    await using assistant = create({ ...stages, encoder, knows: 'stars' });
    const found = await assistant.find(fakeFrameSource({ frameCount: 320, hasAudio: true }), 'Is it heard?');
    expect(found.notices.map(({ code }) => code)).toEqual(['outside-its-world', 'sound-not-heard']);
    expect(found.notices[0]!.message).toContain('It knows stars.');
    expect(seen.reduce((sum, count) => sum + count, 0)).toBe(found.frames);
  });

  test('a system prompt is read with every decision', async () => {
    const { stages } = seeingStages(within([203, 241]));
    await using assistant = create(stages);
    const find = (system?: string) =>
      assistant.find(fakeFrameSource({ frameCount: 40 }), question, { system });
    const [plain, told] = [await find(), await find('Be strict.')];
    expect(told.usage.promptTokens).toBeGreaterThan(plain.usage.promptTokens);
    await expect(find(7 as never)).rejects.toMatchObject({ facts: { setting: 'system' } });
  });

  test('can be cancelled, after which nothing is left and the assistant goes on', async () => {
    const { stages, leaks } = seeingStages(within([203, 241]));
    const { storage, counts } = countingOverflow();
    await using assistant = create({ ...stages, overflow: storage });
    const reason = new Error('Enough.');
    for (const stage of ['encode', 'decide'] as const) {
      const stop = new AbortController();
      const finding = assistant.find(fakeFrameSource({ frameCount: 320 }), question, {
        signal: stop.signal,
        maxFeatureBytes: 0,
        onProgress: (event) => event.stage === stage && event.done > 3 && stop.abort(reason),
      });
      await expect(finding).rejects.toBe(reason);
    }
    const { ranges } = await assistant.find(fakeFrameSource({ frameCount: 320 }), question);
    expect(ranges).toEqual(seconds([203, 241]));
    expect(leaks()).toEqual({ tensors: 0, sessions: 0 });
    expect(counts).toMatchObject({ open: 0, kept: 0 });
    await expect(
      assistant.find(fakeFrameSource(), question, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  test('ends when the assistant is disposed', async () => {
    const { stages } = seeingStages(within([203, 241]));
    const assistant = create(stages);
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const finding = assistant.find(fakeFrameSource({ frameCount: 320 }), question, {
      onProgress: () => begin(),
    });
    const refused = expect(finding).rejects.toBeInstanceOf(DisposedError);
    await begun;
    await assistant.dispose();
    await refused;
    await expect(assistant.find(fakeFrameSource(), question)).rejects.toBeInstanceOf(DisposedError);
    await expect(assistant.planFind(fakeFrameSource(), question)).rejects.toBeInstanceOf(DisposedError);
  });

  test('a question about another video is answered meanwhile', async () => {
    const { stages } = seeingStages(within([203, 241]));
    await using assistant = create(stages);
    await using video = await assistant.watch(fakeFrameSource());
    let isOver = false;
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const finding = assistant.find(fakeFrameSource({ frameCount: 320 }), question, {
      onProgress: () => begin(),
    });
    void finding.then(() => {
      isOver = true;
    });
    await begun;
    await video.decide({ star: { type: 'boolean', text: question } });
    expect(isOver).toBe(false);
    const others = [1, 2, 3].map(() => assistant.find(fakeFrameSource({ frameCount: 320 }), question));
    const all = await Promise.all([finding, ...others]);
    for (const { ranges } of all) expect(ranges).toEqual(seconds([203, 241]));
  });

  test('refuses what makes no sense before anything is decoded', async () => {
    const { stages, encoded } = seeingStages(() => 0);
    await using assistant = create(stages);
    const source = fakeFrameSource();
    const find = (options: FindOptions, text = question) => assistant.find(source, text, options);
    await expect(find({}, ' ')).rejects.toBeInstanceOf(EmptyQuestionError);
    await expect(find({ steps: 3 } as never)).rejects.toBeInstanceOf(UnknownOptionError);
    for (const options of [
      ...[{ stepSeconds: 0 }, { resolutionSeconds: -1 }, { threshold: 1 }, { threshold: 0 }],
      ...[{ temperature: 0 }, { maxFeatureBytes: -1 }, { windowFrames: 1.5 }, { startSeconds: Number.NaN }],
    ]) {
      const [setting] = Object.keys(options);
      await expect(find(options)).rejects.toMatchObject({ code: 'invalid-setting', facts: { setting } });
    }
    await expect(find({ windowFrames: 30, stepSeconds: 0.1 })).rejects.toBeInstanceOf(InvalidSettingError);
    await expect(find({ startSeconds: 100 })).rejects.toBeInstanceOf(InvalidSelectionError);
    await expect(find({ startSeconds: 3, endSeconds: 2 })).rejects.toBeInstanceOf(InvalidSelectionError);
    const long = `Is there ${'really '.repeat(5000)}a star?`;
    await expect(find({}, long)).rejects.toBeInstanceOf(ContextExceededError);
    await expect(assistant.planFind(source, long)).rejects.toBeInstanceOf(ContextExceededError);
    expect(encoded).toEqual([]);
  });
});
