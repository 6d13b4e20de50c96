import {
  isSlowFastError,
  openAssistant,
  type ProgressEvent,
  type VideoAssistant,
  type VideoInput,
  VideoNotFoundError,
  type WatchedVideo,
} from 'slowfast-llava';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClipAnswer, clips } from './testing/clips.ts';

// What a user gets with one import, in Node and in a page: the embedded model in a worker.

const questions = await clips.json<readonly ClipAnswer[]>('answers.json');
const clip = (name: string): VideoInput => new URL(name, clips.url);
// VP9, which every Chromium decodes; the MP4 clips are H.264.
const square = 'square.webm';

describe('openAssistant', () => {
  // One for the tests that leave it as good as new: that they do is part of what they test.
  let assistant: VideoAssistant;
  beforeAll(async () => {
    assistant = await openAssistant({ cache: false });
  });
  afterAll(() => assistant.dispose());

  test('answers questions about a clip, a second one without decoding or encoding', async () => {
    await using video = await assistant.watch(clip(square));
    const asked = questions.filter((question) => question.clip === square);
    const results = [];
    for (const { question: text, options } of asked) {
      results.push(await video.ask(options ? { text, options } : text).result());
    }
    expect(results.map(({ answer, option }) => option?.letter ?? answer)).toEqual(
      asked.map(({ answer }) => answer),
    );
    expect(results.map(({ answer }) => answer)).toContain('B) yellow');
    expect(Object.keys(results[0]!.seconds)).toEqual(expect.arrayContaining(['decode', 'encode']));
    expect(results[1]!.seconds).not.toHaveProperty('decode');
    expect(results[1]!.seconds).not.toHaveProperty('encode');
  });

  test('takes a video as a Blob, bytes and a stream, which go to the worker, and gives bytes back untouched', async () => {
    const bytes = await clips.bytes(square);
    const before = bytes.slice();
    const { frames } = await assistant.plan(clip(square));
    for (const input of [new Blob([bytes]), bytes, bytes.buffer, new Blob([bytes]).stream()]) {
      expect((await assistant.plan(input)).frames).toBe(frames);
    }
    expect(bytes).toEqual(before);
    await using video = await assistant.watch(new Blob([bytes]).stream());
    expect((await video.ask('What shape appears?').result()).answer).toBe('square');
    await expect(assistant.plan([])).rejects.toMatchObject({
      code: 'video-unreadable',
      facts: { place: 'a list of 0 pictures' },
    });
    await expect(assistant.watch(7 as never)).rejects.toMatchObject({ code: 'video-not-found' });
  });

  test('a calibration is for decisions and multiple choice, in a worker, too; one of another model is refused', async () => {
    const calibration = { temperature: 4 };
    await using assistant = await openAssistant({ cache: false, calibration });
    const { languageModel, calibration: used } = await assistant.describe();
    expect(used).toEqual(calibration);
    await using video = await assistant.watch(clip(square));
    const question = {
      shape: { type: 'choice', text: 'What shape appears?', choices: ['star', 'square'] },
    } as const;
    const { shape } = await video.decide(question);
    expect(shape).toMatchObject({ choice: 'square', temperature: 4 });
    const plain = (await video.decide(question, { temperature: 1 })).shape;
    const odds = ({ probabilities }: typeof shape) => Math.log(probabilities[1]! / probabilities[0]!);
    expect(odds(shape)).toBeCloseTo(odds(plain) / 4, 6);
    const { option } = await video.ask({ text: question.shape.text, options: ['star', 'square'] }).result();
    expect(option).toMatchObject({ letter: 'B', temperature: 4 });
    const foreign = { temperature: 4, languageModel: `not ${languageModel}` };
    await expect(openAssistant({ cache: false, calibration: foreign })).rejects.toMatchObject({
      code: 'invalid-setting',
    });
    const misspelled = { temperatur: 4 } as never;
    await expect(openAssistant({ cache: false, calibration: misspelled })).rejects.toMatchObject({
      code: 'unknown-option',
    });
  });

  test('loads its models before there is a video', async () => {
    await using assistant = await openAssistant({ cache: false });
    await assistant.load();
    await using video = await assistant.watch(clip(square));
    expect((await video.ask('What shape appears?').result()).answer).toBe('square');
  });

  test('says what it runs on', async () => {
    await using assistant = await openAssistant({ cache: false, threads: 1 });
    const { runtime, backend, defaults, knows } = await assistant.describe();
    expect(runtime).toMatchObject({ name: expect.stringMatching(/^onnxruntime-(node|web)$/), threads: 1 });
    expect(runtime?.quantizedProducts).toHaveLength(5);
    for (const { mode } of runtime!.quantizedProducts!) expect(mode).toMatch(/default|precise/);
    expect(backend).toBe('reference');
    expect(defaults).toMatchObject({ frames: 16, maxAnswerTokens: 32 });
    expect(knows).toContain('drawn shapes');
  });

  test.each([
    ['onnx', /^onnx$/],
    ['tfjs', /^tfjs-(wasm|webgl|cpu|tensorflow)$/],
  ])('computes the reduction on the backend that is asked for: %s', async (backend, name) => {
    await using assistant = await openAssistant({ cache: false, backend });
    expect((await assistant.describe()).backend).toMatch(name);
    await using video = await assistant.watch(clip(square));
    expect((await video.ask('What shape appears?').result()).answer).toBe('square');
  });

  test('refuses a backend that it does not have', async () => {
    await expect(openAssistant({ backend: 'abacus' })).rejects.toMatchObject({
      code: 'invalid-setting',
      message: expect.stringContaining('one of reference, onnx, tfjs'),
    });
  });

  test.each<[object, string]>([
    [{ modle: 'owner/name' }, 'There is no option "modle" of openAssistant; did you mean "model"?'],
    [{ cache: { maxByte: 1 } }, 'There is no option "maxByte" of cache; did you mean "maxBytes"?'],
    [{ hub: { ofline: true } }, 'There is no option "ofline" of hub; did you mean "offline"?'],
    [{ budget: 1000 }, 'did you mean "budgetTokens"?'],
  ])('refuses %o, which it does not have', async (options, message) => {
    const refused = openAssistant(options);
    await expect(refused).rejects.toMatchObject({ code: 'unknown-option', isUsage: true });
    await expect(refused).rejects.toThrow(message);
    await expect(openAssistant({ ...options, worker: false })).rejects.toMatchObject({
      code: 'unknown-option',
    });
  });

  test.each([0, 2.5, Number.NaN])('refuses a longest answer of %d tokens', async (maxAnswerTokens) => {
    await expect(openAssistant({ maxAnswerTokens })).rejects.toThrow(/maxAnswerTokens can't be/);
  });

  test('plans and watches one video with another reduction', async () => {
    const reduction = { frames: 8, aggregation: 'slowfast-slow_2frms_spatial_1d_max_pool-fast_2x2' };
    const plan = await assistant.plan(clip(square), { reduction });
    expect(plan).toMatchObject({ frames: 8, aggregation: reduction.aggregation, fits: true });
    await using video = await assistant.watch(clip(square), { reduction });
    expect(video.plan).toEqual(plan);
    expect((await assistant.plan(clip(square))).frames).toBe(16);
  });

  test('tells of a model that is not there', async () => {
    await expect(openAssistant({ model: `${clips.url}no-such-model/` })).rejects.toMatchObject({
      code: 'model-not-found',
    });
  });

  test('errors arrive from the worker with class, facts and where they came from', async () => {
    const failed = await assistant.watch(clip('no-such-clip.mp4')).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(VideoNotFoundError);
    expect(isSlowFastError(failed) && failed.code === 'video-not-found' && failed.facts.place).toContain(
      'no-such-clip.mp4',
    );
    expect((failed as Error).name).toBe('VideoNotFoundError');
    expect((failed as Error).stack).toMatch(/find-?video/i);
  });

  test.each([new DOMException('enough', 'AbortError'), new TypeError('enough'), 'enough', null, { why: 7 }])(
    'whoever stops it gets the very reason back: %s',
    async (reason) => {
      const outcomeOf = (promise: Promise<unknown>) =>
        promise.then(
          () => 'no failure',
          (error: unknown) => ({ error }),
        );
      const early = outcomeOf(assistant.watch(clip(square), { signal: AbortSignal.abort(reason) }));
      expect(await early).toEqual({ error: reason });
      const stop = new AbortController();
      const { signal } = stop;
      const watching = outcomeOf(
        assistant.watch(clip(square), {
          signal,
          onProgress: ({ stage }) => stage === 'encode' && stop.abort(reason),
        }),
      );
      expect(((await watching) as { error: unknown }).error).toBe(reason);
      await using video = await assistant.watch(clip(square));
      const asking = outcomeOf(video.ask('What?', { signal }).result());
      expect(((await asking) as { error: unknown }).error).toBe(reason);
    },
  );

  test('is stopped while it watches, and stays usable', async () => {
    const stop = new AbortController();
    const watching = assistant.watch(clip(square), {
      signal: stop.signal,
      onProgress: ({ stage }) => stage === 'encode' && stop.abort(),
    });
    await expect(watching).rejects.toMatchObject({ name: 'AbortError' });
    await using video = await assistant.watch(clip(square));
    expect((await video.ask('What shape appears?').result()).answer).toBe('square');
  });

  test('videos and questions at once give what they give alone', async () => {
    await using first = await assistant.watch(clip(square));
    const questions = ['What shape appears?', 'What colour is it?', 'Where does it go?'];
    const answersOf = (video: WatchedVideo) =>
      Promise.all(questions.map(async (text) => (await video.ask(text).result()).answer));
    const alone: string[] = [];
    for (const text of questions) alone.push((await first.ask(text).result()).answer);

    // Asked while two others are encoded.
    const { promise: encoding, resolve: begin } = Promise.withResolvers<void>();
    const onProgress = ({ stage }: ProgressEvent) => stage === 'encode' && begin();
    const others = Promise.all([0, 1].map(() => assistant.watch(clip(square), { onProgress })));
    await encoding;
    expect(await answersOf(first)).toEqual(alone);
    for (const video of await others) expect(await answersOf(video)).toEqual(alone);
    const [one, another] = await others;
    expect(await Promise.all([answersOf(one!), answersOf(another!)])).toEqual([alone, alone]);
    await Promise.all([one!.dispose(), another!.dispose()]);
    expect((await first.ask(questions[0]!).result()).answer).toBe(alone[0]);
  });
});
