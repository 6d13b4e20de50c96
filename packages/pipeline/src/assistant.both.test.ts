import {
  type AnswerPart,
  ContextExceededError,
  DisposedError,
  EmptyQuestionError,
  givenBytes,
  isByteStream,
  isPictureList,
  type KnownPictures,
  type LanguageModel,
  type Notice,
  OutputFailedError,
  type ProgressEvent,
  type Question,
  type ReductionSettings,
  type ReductionStrategy,
  StageMismatchError,
  VideoDamagedError,
  type VideoInput,
  type VideoPlace,
} from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { type CallContext, createRpcPeer, messagePortTransport } from '@slowfast/worker-calls';
import { describe, expect, test } from 'vitest';
import { createVideoAssistant } from './create-video-assistant.ts';
import { homes } from './test-homes.ts';
import { foundSource, testCache, testStages } from './test-stages.ts';
import { remoteVideoAssistant } from './worker/remote-video-assistant.ts';

const fitted: Notice = {
  ...{ code: 'fitted-to-context', message: 'Fitted.' },
  ...{ frames: 2, slowFrames: 2, tokens: 24 },
};

/** What a place holds, as text; a stream is read for it. */
async function described(place: VideoPlace): Promise<unknown> {
  if (typeof place === 'string') return place;
  if (isPictureList(place)) return Promise.all(place.map(described));
  if (place instanceof URL) return `URL ${place.href}`;
  if (place instanceof File) return `File ${place.name}: ${new Uint8Array(await place.arrayBuffer())}`;
  if (place instanceof Blob) return `Blob: ${new Uint8Array(await place.arrayBuffer())}`;
  if (!isByteStream(place)) return `bytes ${givenBytes(place)}`;
  const all: number[] = [];
  for await (const piece of place as AsyncIterable<Uint8Array>) all.push(...piece);
  return `stream ${all}`;
}

describe.each(homes)('an assistant %s', (_name, create) => {
  test('decodes and encodes once for many questions, and answers the same each time', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    const source = fakeFrameSource();
    await using video = await assistant.watch(source);
    const first = await video.ask('What moves?').result();
    const prefilled = stages.languageModel.prefilledTokens;
    const again = await video.ask('What moves?').result();
    expect(source.deliveredFrames).toBe(8);
    expect(stages.encoder.encodedFrames).toBe(8);
    expect(again.answer).toBe(first.answer);
    expect(stages.languageModel.prefilledTokens - prefilled).toBeLessThan(10);
    expect(first.usage.videoTokens).toBe(2 * 8 + 8 * 4);
    expect(first.usage.promptTokens).toBeGreaterThan(first.usage.videoTokens);
    expect(first.frames.map(({ index }) => index)).toEqual(video.frames.map(({ index }) => index));
    expect(stages.encoder.liveTensors).toBe(0);
    expect(stages.languageModel.liveSessions).toBe(1);
  });

  test('reduces one video in another way without another assistant', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    const { info } = fakeFrameSource();
    const reduction = { frames: 4 };
    expect((await assistant.plan(info)).frames).toBe(8);
    const plan = await assistant.plan(info, { reduction });
    expect(plan.frames).toBe(4);
    await using video = await assistant.watch(fakeFrameSource(), { reduction });
    expect(video.plan).toEqual(plan);
    expect(stages.encoder.encodedFrames).toBe(4);
    expect((await video.ask('What moves?').result()).usage.videoTokens).toBe(plan.tokens.total);
  });

  test('loads its models when it is told to, and leaks nothing', async () => {
    let loaded = 0;
    const stages = testStages();
    const reports = new Set<(loaded: number, total: number) => void>();
    const watchWeights = (report: (loaded: number, total: number) => void) => {
      reports.add(report);
      return () => reports.delete(report);
    };
    const encoder = {
      ...stages.encoder,
      load: async () => {
        loaded += 1;
        for (const report of reports) report(300, 1000);
      },
    };
    const events: ProgressEvent[] = [];
    await using assistant = create({ ...stages, encoder, watchWeights });
    await assistant.load({ onProgress: (event) => events.push(event) });
    expect(loaded).toBe(1);
    expect(events).toEqual([{ stage: 'load', done: 300, total: 1000 }]);
    expect(reports.size).toBe(0);
    expect(stages.languageModel.liveSessions).toBe(0);
    await using video = await assistant.watch(fakeFrameSource());
    expect((await video.ask('What moves?').result()).answer).not.toBe('');
    await assistant.dispose();
    await expect(assistant.load()).rejects.toBeInstanceOf(DisposedError);
  });

  test('one member decides how a video is reduced, with settings of its own or without', async () => {
    const stages = testStages();
    const told: ReductionSettings[] = [];
    const strategyFor = (settings: ReductionSettings) => {
      told.push(settings);
      return stages.strategyFor({ ...settings, frames: 3 });
    };
    await using assistant = create({ ...stages, strategyFor });
    const { info } = fakeFrameSource();
    const plans = [await assistant.plan(info), await assistant.plan(info, { reduction: { frames: 4 } })];
    expect(plans.map(({ frames }) => frames)).toEqual([3, 3]);
    await using video = await assistant.watch(fakeFrameSource(), { reduction: { frames: 5 } });
    expect(video.frames).toHaveLength(3);
    expect(told).toEqual([{}, { frames: 4 }, { frames: 5 }]);
  });

  test('tells what comes up while it answers, once, in the stream and in the result', async () => {
    let reasons = ['Known.'];
    const stages = testStages();
    const languageModel: LanguageModel = {
      ...stages.languageModel,
      session() {
        reasons = ['Known.', 'The device is lost.'];
        return stages.languageModel.session();
      },
    };
    const notices = () => reasons.map((message): Notice => ({ code: 'runtime-limited', message }));
    await using assistant = create({ ...stages, languageModel, notices });
    await using video = await assistant.watch(fakeFrameSource());
    const parts: AnswerPart[] = [];
    for await (const part of video.ask('What moves?')) parts.push(part);
    const lost: Notice = { code: 'runtime-limited', message: 'The device is lost.' };
    expect(parts.flatMap((part) => (part.type === 'notice' ? [part.notice] : []))).toEqual([lost]);
    const end = parts.at(-1);
    expect(end?.type === 'answer-end' && end.result.notices).toEqual([lost]);
    expect((await video.ask('What moves?').result()).notices).toEqual([]);
  });

  test('tells once what is known before, and what comes up while it watches', async () => {
    let hasFallenBack = false;
    const limits: Notice = { code: 'model-limits', message: 'Knows little.' };
    const slower: Notice = { code: 'runtime-limited', message: 'Slower.' };
    const stages = testStages();
    const encoder: typeof stages.encoder = {
      ...stages.encoder,
      encode: (...args) => {
        hasFallenBack = true;
        return stages.encoder.encode(...args);
      },
    };
    const notices = () => (hasFallenBack ? [limits, slower] : [limits]);
    await using assistant = create({ ...stages, encoder, notices });
    const told: Notice[] = [];
    await using _ = await assistant.watch(fakeFrameSource(), { onNotice: (notice) => told.push(notice) });
    expect(told).toEqual([limits, slower]);
  });

  test('says what it is made of and runs on', async () => {
    const runtime = { name: 'a runtime', provider: 'cpu', threads: 2 };
    const stages = testStages();
    await using plain = create(stages);
    const { contextLength, id: languageModel } = stages.languageModel;
    expect(await plain.describe()).toEqual({ contextLength, backend: 'reference', languageModel });
    await using told = create({ ...testStages(), about: async () => ({ model: 'a folder', runtime }) });
    expect(await told.describe()).toEqual({
      contextLength,
      backend: 'reference',
      languageModel,
      model: 'a folder',
      runtime,
    });
  });

  test('the parts of a stream add up to the answer', async () => {
    await using assistant = create(testStages());
    await using video = await assistant.watch(fakeFrameSource());
    let text = '';
    let answer: string | undefined;
    for await (const part of video.ask('What moves?')) {
      if (part.type === 'text-delta') text += part.text;
      if (part.type === 'answer-end') answer = part.result.answer;
    }
    expect(text).not.toBe('');
    expect(answer).toBe(text);
  });

  test('a chat sees its earlier turns, a lone question does not', async () => {
    await using assistant = create(testStages());
    await using video = await assistant.watch(fakeFrameSource());
    await using chat = video.chat();
    const first = await chat.ask('What moves?').result();
    const second = await chat.ask('And then?').result();
    const alone = await video.ask('And then?').result();
    expect(second.usage.promptTokens).toBeGreaterThan(alone.usage.promptTokens);
    expect(first.usage.promptTokens).toBeLessThan(second.usage.promptTokens);
  });

  test('concurrent questions queue', async () => {
    await using assistant = create(testStages());
    await using video = await assistant.watch(fakeFrameSource());
    const questions = ['one?', 'two?', 'three?'];
    const together = await Promise.all(questions.map((question) => video.ask(question).result()));
    for (const [i, question] of questions.entries()) {
      expect((await video.ask(question).result()).answer).toBe(together[i]!.answer);
    }
  });

  test('letter and text of an option are the answer, with its probability', async () => {
    await using assistant = create(testStages({ model: { answer: 'B) blue' } }));
    await using video = await assistant.watch(fakeFrameSource());
    const parts: string[] = [];
    const stream = video.ask({ text: 'Which colour?', options: ['red', ' blue'] });
    for await (const part of stream) if (part.type === 'text-delta') parts.push(part.text);
    expect(parts).toEqual(['B) blue']);
    const { answer, option, usage, finishReason } = await stream.result();
    expect({ answer, finishReason }).toEqual({ answer: 'B) blue', finishReason: 'stop' });
    expect(option).toMatchObject({ index: 1, letter: 'B', text: 'blue' });
    expect(option!.probabilities).toHaveLength(2);
    expect(option!.probability).toBe(option!.probabilities[1]);
    expect(option!.probability).toBeGreaterThan(0.99);
    const question = 'Which colour?\n(A) red\n(B) blue\n';
    const text = ['<user> ', question, '<assistant> ', 'Best option: ('];
    const words = text.flatMap((part) => part.match(/\S+\s*/g));
    const { videoTokens } = usage;
    expect(usage).toEqual({ videoTokens, promptTokens: videoTokens + words.length, answerTokens: 1 });
  });

  test('words that the model does not know are told', async () => {
    await using assistant = create(testStages({ model: { unknownWords: ['zeppelin'] } }));
    await using video = await assistant.watch(fakeFrameSource());
    const { notices } = await video.ask('Where is the zeppelin ?').result();
    expect(notices).toMatchObject([
      { code: 'outside-its-world', reason: 'unknown-words', words: ['zeppelin'] },
    ]);
  });

  test('pictures that are unlike those that the model knows are told when they are watched, and before every answer', async () => {
    const cache = testCache();
    const findVideo = async () => foundSource(() => fakeFrameSource());
    const looked: number[] = [];
    /** Distances of 1, 2, 3 … for the frames in their order. */
    const pictures = (id: string, threshold: number): KnownPictures => ({
      id,
      threshold,
      distances: async ({ shape }) => Array.from({ length: shape[0]! }, () => looked.push(looked.length + 1)),
    });
    const watchAndAsk = async (id: string, threshold: number) => {
      looked.length = 0;
      const stages = testStages({
        encoder: { knownPictures: pictures(id, threshold) },
        model: { unknownWords: ['zeppelin'] },
      });
      await using assistant = create({ ...stages, cache, findVideo, knows: 'greys only' });
      const told: Notice[] = [];
      await using video = await assistant.watch('clip', { onNotice: (notice) => told.push(notice) });
      const parts: AnswerPart[] = [];
      for await (const part of video.ask('Where is the zeppelin ?')) parts.push(part);
      const { notices } = await video.ask('Where is it ?').result();
      const { there } = await video.decide({ there: { type: 'boolean', text: 'Is it there ?' } });
      expect(there.notices).toEqual(notices);
      return { told, parts, notices, fromCache: video.fromCache, looked: looked.length };
    };
    // Eight frames: 4.5 on average.
    const strange = {
      ...{ code: 'outside-its-world', reason: 'unlike-its-pictures', distance: 4.5, threshold: 4.4 },
      message: expect.stringMatching(/unlike .* It knows greys only\.$/),
    };
    for (const fromCache of [false, true]) {
      const found = await watchAndAsk('a', 4.4);
      expect(found).toMatchObject({
        fromCache,
        looked: fromCache ? 0 : 8,
        told: [strange],
        notices: [strange],
      });
      expect(found.parts.slice(0, 2)).toEqual([
        { type: 'notice', notice: strange },
        // What the model knows is said once.
        {
          type: 'notice',
          notice: expect.objectContaining({ message: expect.not.stringContaining('greys') }),
        },
      ]);
    }
    // Another measure judges anew, what was kept or not.
    const familiar = await watchAndAsk('b', 4.6);
    expect(familiar).toMatchObject({ fromCache: false, looked: 8, told: [], notices: [] });
    expect(familiar.parts[0]).toMatchObject({
      notice: { reason: 'unknown-words', message: expect.stringContaining('It knows greys only.') },
    });
    expect(await watchAndAsk('b', 4.6)).toMatchObject({ fromCache: true, told: [], notices: [] });
  });

  test('what is asked of a video with sound, and is heard, is told not to be', async () => {
    const cache = testCache();
    const findVideo = async () => foundSource(() => fakeFrameSource({ hasAudio: true }));
    const noticesOf = async (video: VideoInput, question: string) => {
      await using assistant = create({
        ...testStages(),
        cache,
        findVideo,
      });
      await using watched = await assistant.watch(video);
      const codes: string[] = [];
      const answer = watched.ask(question);
      for await (const part of answer) if (part.type === 'notice') codes.push(part.notice.code);
      expect((await answer.result()).notices.map(({ code }) => code)).toEqual(codes);
      return [watched.fromCache, ...codes];
    };
    expect(await noticesOf('clip', 'What is said?')).toEqual([false, 'sound-not-heard']);
    expect(await noticesOf('clip', 'What is said?')).toEqual([true, 'sound-not-heard']);
    expect(await noticesOf('clip', 'What moves?')).toEqual([true]);
    expect(await noticesOf(fakeFrameSource({ hasAudio: false }), 'What is said?')).toEqual([false]);
    expect(await noticesOf(fakeFrameSource(), 'What is said?')).toEqual([false]);
  });

  test('a plan tells the tokens and is refused before anything is decoded when it does not fit', async () => {
    await using assistant = create(testStages({ model: { contextLength: 50 } }));
    const source = fakeFrameSource();
    const plan = await assistant.plan(source.info);
    expect(plan).toMatchObject({
      frames: 8,
      fits: false,
      contextLength: 50,
      tokens: { slow: 16, fast: 32, total: 48 },
    });
    expect(plan.room.mostTokens).toBe(50 - plan.textTokens.prompt - plan.textTokens.answer);
    await expect(assistant.watch(source)).rejects.toBeInstanceOf(ContextExceededError);
    expect(source.deliveredFrames).toBe(0);
  });

  test('what does not fit names what was asked for, and a budget that fits', async () => {
    const stages = testStages({ model: { contextLength: 50 } });
    const strategyFor = () => ({ ...stages.strategyFor({}), asked: { frames: 8 } });
    await using assistant = create({ ...stages, strategyFor });
    const source = fakeFrameSource();
    const { budgetTokens } = (await assistant.plan(source.info)).room;
    const refused = assistant.watch(source);
    await expect(refused).rejects.toThrow(
      `Asked for: frames: 8. Lower that, or give budgetTokens: ${budgetTokens}.`,
    );
    const error = await refused.catch((thrown: ContextExceededError) => thrown);
    const spelled = (error as ContextExceededError).messageIn((name, value) => `--${name} ${value}`);
    expect(spelled).toContain(`Asked for: --frames 8. Lower that, or give --budgetTokens ${budgetTokens}.`);
  });

  test('options that there are not are refused, and the nearest is named', async () => {
    await using assistant = create(testStages());
    const unknown = <T>(options: object) => options as T;
    const source = fakeFrameSource();
    await expect(assistant.load(unknown({ onProgres: () => {} }))).rejects.toThrow('"onProgress"');
    await expect(assistant.plan(source.info, unknown({ reductoin: {} }))).rejects.toThrow('"reduction"');
    await expect(assistant.plan(source.info, { reduction: unknown({ frame: 4 }) })).rejects.toThrow(
      '"frames"',
    );
    await expect(assistant.watch(source, unknown({ onNotices: () => {} }))).rejects.toThrow('"onNotice"');
    await expect(assistant.watch(source, { reduction: unknown({ fps: 1 }) })).rejects.toThrow(
      /"fps" of a reduction: expected frames, framesPerSecond, /,
    );
    expect(source.deliveredFrames).toBe(0);
    await using video = await assistant.watch(source);
    await expect(video.ask('Why?', unknown({ maxToken: 3 })).result()).rejects.toThrow('"maxTokens"');
    await expect(
      video
        .chat()
        .ask('Why?', unknown({ temprature: 1 }))
        .result(),
    ).rejects.toThrow('"temperature"');
    const question = unknown<Question>({ text: 'Which?', option: ['a', 'b'] });
    await expect(video.ask(question).result()).rejects.toMatchObject({
      code: 'unknown-option',
      message: expect.stringContaining('"options"'),
      isUsage: true,
    });
    for (const wrong of [undefined, 5, {}, { options: ['a', 'b'] }]) {
      const asked = video.ask(wrong as unknown as Question).result();
      await expect(asked).rejects.toMatchObject({ code: 'invalid-setting' });
    }
    expect((await video.ask('Why?').result()).answer).not.toBe('');
  });

  test('a second iteration of an answer is refused', async () => {
    await using assistant = create(testStages());
    await using video = await assistant.watch(fakeFrameSource());
    const answer = video.ask('Why?');
    const texts: string[] = [];
    const read = async () => {
      for await (const part of answer) if (part.type === 'text-delta') texts.push(part.text);
    };
    await read();
    await expect(read()).rejects.toMatchObject({ code: 'answer-consumed' });
    expect((await answer.result()).answer).toBe(texts.join(''));
  });

  test('a longer answer than fits is named', async () => {
    await using assistant = create(testStages({ model: { contextLength: 80 } }));
    await using video = await assistant.watch(fakeFrameSource());
    await expect(video.ask('Why?', { maxTokens: 70 }).result()).rejects.toThrow('Asked for: maxTokens: 70.');
  });

  test('a question that is too long is refused, and the next one is answered', async () => {
    await using assistant = create(testStages({ model: { contextLength: 80 } }));
    await using video = await assistant.watch(fakeFrameSource());
    await expect(video.ask('why '.repeat(60)).result()).rejects.toBeInstanceOf(ContextExceededError);
    await expect(video.ask(' ').result()).rejects.toBeInstanceOf(EmptyQuestionError);
    expect((await video.ask('Why?').result()).answer).not.toBe('');
  });

  test.each(['decode', 'encode', 'prefill', 'generate'] as const)(
    'cancelled while it is in %s, it stays usable and leaks nothing',
    async (stage) => {
      const stages = testStages();
      await using assistant = create(stages);
      const source = fakeFrameSource();
      const stop = new AbortController();
      const reason = new DOMException('enough', 'AbortError');
      const onProgress = (event: ProgressEvent) => {
        if (event.stage === stage) stop.abort(reason);
      };
      const cancelled = async () => {
        await using video = await assistant.watch(source, { signal: stop.signal, onProgress });
        await video.ask('What moves?', { signal: stop.signal, onProgress }).result();
      };
      await expect(cancelled()).rejects.toMatchObject({ name: 'AbortError' });
      await using video = await assistant.watch(source);
      expect((await video.ask('What moves?').result()).answer).not.toBe('');
      expect(stages.encoder.liveTensors).toBe(0);
      expect(stages.languageModel.liveSessions).toBe(1);
    },
  );

  test('damaged frames are told; too many are an error', async () => {
    await using assistant = create(testStages());
    const notices: Notice[] = [];
    const source = fakeFrameSource({ frameCount: 8, damagedFrames: [0, 1], repairedFrames: [5] });
    await using video = await assistant.watch(source, { onNotice: (notice) => notices.push(notice) });
    expect(video.plan.frames).toBe(8);
    expect(notices).toMatchObject([
      { code: 'frames-substituted', indices: [0, 1] },
      {
        code: 'frames-repaired',
        indices: [5],
        message: 'Frame 5 is damaged, or based on a damaged one; the decoder filled in what is missing.',
      },
    ]);
    const broken = fakeFrameSource({ frameCount: 8, damagedFrames: [0, 1, 2, 3, 4, 5] });
    await expect(assistant.watch(broken)).rejects.toBeInstanceOf(VideoDamagedError);
  });

  test('after disposal everything says so', async () => {
    const stages = testStages();
    const assistant = create(stages);
    const video = await assistant.watch(fakeFrameSource());
    await video.dispose();
    await expect(video.ask('What?').result()).rejects.toBeInstanceOf(DisposedError);
    expect(stages.languageModel.liveSessions).toBe(0);
    await assistant.dispose();
    await assistant.dispose();
    await expect(assistant.watch(fakeFrameSource())).rejects.toBeInstanceOf(DisposedError);
    expect(stages.encoder.isDisposed && stages.languageModel.isDisposed).toBe(true);
  });

  test('a cached video is neither opened, decoded nor encoded again', async () => {
    const cache = testCache();
    let opened = 0;
    const withCache = () => ({
      ...testStages(),
      cache,
      findVideo: async () =>
        foundSource(() => {
          opened += 1;
          return fakeFrameSource();
        }),
    });
    const fresh = create(withCache());
    const first = await (await fresh.watch('clip')).ask('What moves?').result();
    await fresh.dispose();
    const stages = withCache();
    await using assistant = create(stages);
    await using video = await assistant.watch('clip');
    expect(video.fromCache).toBe(true);
    expect((await video.ask('What moves?').result()).answer).toBe(first.answer);
    expect({ opened, encoded: stages.encoder.encodedFrames }).toEqual({ opened: 1, encoded: 0 });
  });

  test('an opened source whose content can be told is cached too', async () => {
    const cache = testCache();
    const source = { ...fakeFrameSource(), contentKey: async () => 'content' };
    const watched = async (video: VideoInput) => {
      const stages = { ...testStages(), cache, findVideo: async () => foundSource(fakeFrameSource) };
      await using assistant = create(stages);
      await using result = await assistant.watch(video);
      return result.fromCache;
    };
    expect(await watched(source)).toBe(false);
    expect(await watched(source)).toBe(true);
    expect(await watched('clip')).toBe(true);
    expect(await watched(fakeFrameSource())).toBe(false);
  });

  test('every kind of input arrives as it was given, and what was found is disposed', async () => {
    const bytes = Uint8Array.from([9, 1, 2, 3]).subarray(1);
    const seen: unknown[] = [];
    let disposed = 0;
    const findVideo = async (place: VideoPlace) => {
      seen.push(await described(place));
      const found = foundSource(fakeFrameSource);
      return { ...found, [Symbol.asyncDispose]: async () => void disposed++ };
    };
    async function* pieces() {
      yield bytes;
      yield bytes;
    }
    await using assistant = create({ ...testStages(), findVideo });
    const inputs: VideoPlace[] = [
      'clip.mp4',
      new URL('https://example.org/clip.mp4'),
      new File(['ab'], 'ab.mp4'),
      bytes,
      bytes.slice().buffer,
      new Blob(['abc']).stream(),
      pieces(),
      ['1.png', new URL('https://example.org/2.png'), new Blob(['c']), bytes],
    ];
    for (const input of inputs) await assistant.plan(input);
    await (await assistant.watch(bytes)).dispose();
    expect(seen).toEqual([
      'clip.mp4',
      'URL https://example.org/clip.mp4',
      'File ab.mp4: 97,98',
      'bytes 1,2,3',
      'bytes 1,2,3',
      'stream 97,98,99',
      'stream 1,2,3,1,2,3',
      ['1.png', 'URL https://example.org/2.png', 'Blob: 99', 'bytes 1,2,3'],
      'bytes 1,2,3',
    ]);
    expect([...bytes]).toEqual([1, 2, 3]);
    expect(disposed).toBe(seen.length);
  });

  test('what was fitted to a context is kept for that context alone', async () => {
    const cache = testCache();
    let opened = 0;
    const watched = async (contextLength: number) => {
      const stages = testStages({ model: { contextLength } });
      const whole = stages.strategyFor({});
      const strategy: ReductionStrategy = {
        id: whole.id,
        choose: (_info, _grid, { mostTokens }) =>
          mostTokens >= 48
            ? whole.choose()
            : { ...stages.strategyFor({ frames: 2 }).choose(), notices: [fitted] },
      };
      const findVideo = async () =>
        foundSource(() => {
          opened += 1;
          return fakeFrameSource();
        });
      await using assistant = create({
        ...stages,
        strategyFor: () => strategy,
        cache,
        findVideo,
      });
      await using video = await assistant.watch('clip');
      return { frames: video.frames.length, fromCache: video.fromCache, opened };
    };
    expect(await watched(200)).toEqual({ frames: 8, fromCache: false, opened: 1 });
    expect(await watched(300)).toEqual({ frames: 8, fromCache: true, opened: 1 });
    expect(await watched(50)).toEqual({ frames: 2, fromCache: false, opened: 2 });
    expect(await watched(50)).toEqual({ frames: 2, fromCache: true, opened: 2 });
    expect(await watched(48)).toEqual({ frames: 2, fromCache: false, opened: 3 });
    expect(await watched(200)).toEqual({ frames: 8, fromCache: true, opened: 3 });
  });

  test('a cache that fails costs a notice, not the answer', async () => {
    const failing = async (): Promise<never> => {
      throw new OutputFailedError({ place: 'cache', reason: 'read-only' });
    };
    await using assistant = create({
      ...testStages(),
      cache: { get: failing, set: failing },
      findVideo: async () => foundSource(fakeFrameSource),
    });
    const notices: Notice[] = [];
    await using video = await assistant.watch('clip', { onNotice: (notice) => notices.push(notice) });
    expect(notices.map(({ code }) => code)).toEqual(['cache-unavailable', 'cache-unavailable']);
    expect((await video.ask('What moves?').result()).answer).not.toBe('');
  });
});

test('stages whose widths differ are refused', () => {
  const stages = testStages({ encoder: { embeddingSize: 16 }, model: { embeddingSize: 8 } });
  expect(() => createVideoAssistant(stages)).toThrow(StageMismatchError);
});

describe('the other side of a channel', () => {
  const connect = (handlers: Parameters<typeof createRpcPeer>[1]) => {
    const { port1, port2 } = new MessageChannel();
    const other = createRpcPeer(messagePortTransport(port2), handlers);
    return { assistant: remoteVideoAssistant(messagePortTransport(port1)), other };
  };

  test('that is gone fails what is pending, and what comes after', async () => {
    const { assistant, other } = connect({ plan: () => new Promise(() => {}) });
    const pending = assistant.plan(fakeFrameSource().info);
    const gone = expect(pending).rejects.toMatchObject({ code: 'worker-failed' });
    await other.close(new Error('gone'));
    await gone;
    await expect(assistant.watch('clip')).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('that can make no assistant is ended', async () => {
    const { assistant, other } = connect({
      open: async () => {
        throw new EmptyQuestionError({});
      },
    });
    await expect(assistant.open()).rejects.toMatchObject({ code: 'empty-question' });
    await expect.poll(() => other.ended.aborted).toBe(true);
    await expect(assistant.describe()).rejects.toMatchObject({ code: 'disposed' });
  });

  test('is told that the opening is cancelled, and tells how far it is', async () => {
    const told: string[] = [];
    const { promise: isAborted, resolve } = Promise.withResolvers<void>();
    const { assistant } = connect({
      open: async (place: string, { emit, signal }: CallContext) => {
        signal.addEventListener('abort', () => resolve());
        emit(`opening ${place}`);
        return new Promise(() => {});
      },
    });
    const stop = new AbortController();
    const reason = new Error('enough');
    const onEvent = (event: string) => {
      told.push(event);
      stop.abort(reason);
    };
    await expect(assistant.open('here', { signal: stop.signal, onEvent })).rejects.toBe(reason);
    await isAborted;
    expect(told).toEqual(['opening here']);
  });
});
