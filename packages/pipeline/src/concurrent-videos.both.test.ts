import { DisposedError, type LanguageModel, type ProgressEvent, type VisionEncoder } from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { createVideoAssistant } from './create-video-assistant.ts';
import { homes } from './test-homes.ts';
import { foundSource, testCache, testStages } from './test-stages.ts';

/** Stages with a video that is cached, whose encoder tells when it begins, waits until it is told to go on, and notes what the language model did before each chunk. */
function gatedStages() {
  const { promise: encoding, resolve: begin } = Promise.withResolvers<void>();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const stages = testStages();
  const chunks: { readonly prefilledTokens: number; readonly liveSessions: number }[] = [];
  const encoder: typeof stages.encoder = Object.create(stages.encoder, {
    encode: {
      value: async (...args: Parameters<typeof stages.encoder.encode>) => {
        const { prefilledTokens, liveSessions } = stages.languageModel;
        chunks.push({ prefilledTokens, liveSessions });
        begin();
        await gate;
        return stages.encoder.encode(...args);
      },
    },
  });
  const cache = testCache();
  const { reduction, values, size } = cachedTokens;
  const gated = {
    ...stages,
    encoder,
    cache: { ...cache, get: async () => ({ reduction, values: values.slice(), size }) },
    findVideo: async (place: unknown) => {
      const found = foundSource(() => fakeFrameSource());
      return { ...found, contentKey: async () => (place === 'cached' ? 'content' : undefined) };
    },
  };
  return { stages: gated, encoding, open, chunks };
}

/** A stage whose weights, which these methods need, don't come: it gives up loading them when it is disposed. */
function neverLoaded<Stage extends AsyncDisposable>(stage: Stage, methods: readonly (keyof Stage)[]) {
  const { promise: loading, resolve: begin } = Promise.withResolvers<void>();
  const { promise: weights, reject: giveUp } = Promise.withResolvers<never>();
  const load = () => {
    begin();
    return weights;
  };
  const dispose = async () => {
    giveUp(new DisposedError({ what: 'The model' }));
    await stage[Symbol.asyncDispose]();
  };
  const waiting: Stage = Object.create(stage, {
    ...Object.fromEntries(methods.map((method) => [method, { value: load }])),
    dispose: { value: dispose },
  });
  return { waiting, loading };
}

// What one video was reduced to, without the gate.
const cachedTokens = await (async () => {
  const cache = testCache();
  const findVideo = async () => foundSource(() => fakeFrameSource());
  await using assistant = createVideoAssistant({
    ...testStages(),
    cache,
    findVideo,
  });
  await assistant.watch('clip');
  return [...cache.entries.values()][0]!;
})();

describe.each(homes)('videos of an assistant %s', (_name, create) => {
  test('an idle video is disposed while another one is being encoded', async () => {
    const { stages, encoding, open } = gatedStages();
    await using assistant = create(stages);
    const idle = await assistant.watch('cached');
    await idle.ask('What moves?').result();
    const watching = assistant.watch(fakeFrameSource());
    await encoding;
    await idle.dispose();
    expect(stages.languageModel.liveSessions).toBe(0);
    expect(stages.encoder.encodedFrames).toBe(0);
    open();
    await using video = await watching;
    expect((await video.ask('What moves?').result()).answer).not.toBe('');
  });

  test('a video that is disposed in the midst of its answer ends that, and nothing else', async () => {
    const stages = testStages();
    await using assistant = create(stages);
    await using other = await assistant.watch(fakeFrameSource());
    const video = await assistant.watch(fakeFrameSource());
    let disposing: Promise<void> | undefined;
    const onProgress = ({ stage }: ProgressEvent) => {
      if (stage === 'generate') disposing ??= video.dispose();
    };
    const asked = video.ask('What moves?', { onProgress }).result();
    const answered = other.ask('What moves?').result();
    await expect(asked).rejects.toBeInstanceOf(DisposedError);
    await disposing;
    await Promise.all([video.dispose(), video.dispose()]);
    expect((await answered).answer).not.toBe('');
    expect(stages.languageModel.liveSessions).toBe(1);
  });

  test('a question is answered between two chunks of another video', async () => {
    const { stages, encoding, open, chunks } = gatedStages();
    const { languageModel } = stages;
    await using assistant = create(stages);
    await using video = await assistant.watch('cached');
    const alone = await video.ask('What moves?').result();
    const before = languageModel.prefilledTokens;
    const watching = assistant.watch(fakeFrameSource());
    await encoding;
    const question = video.ask('What moves?').result();
    const cancelled = video.ask('And then?', { signal: AbortSignal.abort('enough') }).result();
    await expect(cancelled).rejects.toBe('enough');
    open();
    expect((await question).answer).toBe(alone.answer);
    await using encoded = await watching;
    // When a chunk begins: the question waits behind the first, and has its whole answer before the second.
    const after = languageModel.prefilledTokens;
    expect(after).toBeGreaterThan(before);
    expect(chunks.map(({ prefilledTokens }) => prefilledTokens)).toEqual([before, after, after, after]);
    expect(chunks.map(({ liveSessions }) => liveSessions)).toEqual([1, 1, 1, 1]);
    expect((await encoded.ask('What moves?').result()).answer).not.toBe('');
  });

  test('videos are encoded by turns, a chunk each, and give what they give alone', async () => {
    const stages = testStages();
    const log: number[] = [];
    const encoder: typeof stages.encoder = {
      ...stages.encoder,
      encode: (frames, options) => {
        log.push(frames[0]!.width === 8 ? frames[0]!.index : -1);
        return stages.encoder.encode(frames, options);
      },
    };
    await using assistant = create({ ...stages, encoder });
    const lengths = [60, 90];
    const alone: string[] = [];
    for (const frameCount of lengths) {
      await using video = await assistant.watch(fakeFrameSource({ frameCount }));
      alone.push((await video.ask('What moves?').result()).answer);
    }
    const chunksAlone = log.splice(0);
    const sources = lengths.map((frameCount) => fakeFrameSource({ frameCount }));
    const videos = await Promise.all(sources.map((source) => assistant.watch(source)));
    const [first, second] = [chunksAlone.slice(0, 4), chunksAlone.slice(4)];
    expect(log).toEqual(first.flatMap((chunk, i) => [chunk, second[i]]));
    const answers = await Promise.all(videos.map((video) => video.ask('What moves?').result()));
    expect(answers.map(({ answer }) => answer)).toEqual(alone);
    expect(stages.encoder.liveTensors).toBe(0);
  });

  test('many videos at once hold no more than a chunk and a frame each, and only a few are decoded', async () => {
    const { stages, encoding, open } = gatedStages();
    let live = 0;
    let most = 0;
    const sources: ReturnType<typeof fakeFrameSource>[] = [];
    const openVideo = () => {
      const source = fakeFrameSource();
      live += 1;
      most = Math.max(most, live);
      sources.push(source);
      const dispose = async () => {
        live -= 1;
        await source.dispose();
      };
      return { ...source, dispose, [Symbol.asyncDispose]: dispose };
    };
    await using assistant = create({
      ...stages,
      findVideo: async () => ({ ...foundSource(openVideo), contentKey: async () => undefined }),
    });
    const stop = new AbortController();
    const watching = Array.from({ length: 9 }, (_, i) =>
      assistant.watch(`video ${i}`, i === 8 ? { signal: stop.signal } : {}),
    );
    await encoding;
    // Every decoder gets as far as it may.
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sources.map(({ deliveredFrames }) => deliveredFrames)).toEqual([3, 3, 3, 3]);
    const refused = expect(watching[8]).rejects.toBe('enough');
    stop.abort('enough');
    await refused;
    open();
    const videos = await Promise.all(watching.slice(0, 8));
    expect({ most, live, opened: sources.length }).toEqual({ most: 4, live: 0, opened: 8 });
    for (const video of videos) await video.dispose();
    expect(stages.languageModel.liveSessions).toBe(0);
  });

  test('answers about several videos come by turns, each as it is alone', async () => {
    await using assistant = create(testStages({ model: { tokensPerChunk: 5 } }));
    const sources = [60, 70, 80].map((frameCount) => fakeFrameSource({ frameCount }));
    const alone: string[] = [];
    for (const source of sources) {
      await using video = await assistant.watch(source);
      alone.push((await video.ask('What moves?').result()).answer);
    }
    const videos = await Promise.all(sources.map((source) => assistant.watch(source)));
    const order: string[] = [];
    const answers = await Promise.all(
      videos.map((video, i) => {
        const onProgress = ({ stage }: ProgressEvent) => order.push(`${stage} ${i}`);
        return video.ask('What moves?', { onProgress }).result();
      }),
    );
    expect(answers.map(({ answer }) => answer)).toEqual(alone);
    // Nobody is answered before the others have begun.
    const firstOf = (stage: string) => [0, 1, 2].map((i) => order.indexOf(`${stage} ${i}`));
    expect(Math.min(...firstOf('generate'))).toBeGreaterThan(Math.max(...firstOf('prefill')));
  });

  test('disposed while videos wait and answers run, it ends all of them first', async () => {
    const { stages, encoding, open } = gatedStages();
    const assistant = create(stages);
    const video = await assistant.watch('cached');
    const watching = [1, 2, 3, 4, 5].map(() => assistant.watch(fakeFrameSource()));
    await encoding;
    const asked = video.ask('What moves?').result();
    const outcomes = Promise.allSettled([...watching, asked]);
    const disposing = Promise.all([assistant.dispose(), assistant.dispose()]);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
    }
    // What runs is not cut off: its models are freed when it has ended.
    expect(stages.encoder.isDisposed).toBe(false);
    open();
    await disposing;
    expect(stages.encoder.isDisposed && stages.languageModel.isDisposed).toBe(true);
    expect([stages.encoder.liveTensors, stages.languageModel.liveSessions]).toEqual([0, 0]);
  });

  test('disposed while an encoder loads, it waits for no weights', async () => {
    const stages = testStages();
    const { waiting: encoder, loading } = neverLoaded<VisionEncoder>(stages.encoder, ['load', 'encode']);
    const assistant = create({ ...stages, encoder });
    const watching = assistant.watch(fakeFrameSource());
    await loading;
    const outcomes = Promise.allSettled([watching, assistant.load()]);
    await assistant.dispose();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
    }
    expect(stages.encoder.isDisposed && stages.languageModel.isDisposed).toBe(true);
  });

  test('disposed while a language model loads, it waits for no weights', async () => {
    const stages = testStages();
    const { waiting: languageModel, loading } = neverLoaded<LanguageModel>(stages.languageModel, ['session']);
    const assistant = create({ ...stages, languageModel });
    const video = await assistant.watch(fakeFrameSource());
    const outcomes = Promise.allSettled([video.ask('What moves?').result()]);
    await loading;
    await assistant.dispose();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'disposed' } });
    }
    expect(stages.encoder.isDisposed && stages.languageModel.isDisposed).toBe(true);
  });

  test('a session that comes when nobody waits for it any more is disposed', async () => {
    const stages = testStages();
    const { promise: loading, resolve: begin } = Promise.withResolvers<void>();
    const { promise: weights, resolve: load } = Promise.withResolvers<void>();
    const session = async () => {
      begin();
      await weights;
      return stages.languageModel.session();
    };
    const languageModel: LanguageModel = Object.create(stages.languageModel, { session: { value: session } });
    await using assistant = create({ ...stages, languageModel });
    await using video = await assistant.watch(fakeFrameSource());
    const stop = new AbortController();
    const asked = video.ask('What moves?', { signal: stop.signal }).result();
    await loading;
    stop.abort('enough');
    await expect(asked).rejects.toBe('enough');
    load();
    expect((await video.ask('What moves?').result()).answer).not.toBe('');
    await video.dispose();
    expect(stages.languageModel.liveSessions).toBe(0);
  });

  test('a video that is watched twice at once is decoded and encoded once', async () => {
    const stages = testStages();
    let opened = 0;
    const openVideo = () => {
      opened += 1;
      return fakeFrameSource();
    };
    const findVideo = async (place: unknown) => {
      return { ...foundSource(openVideo), contentKey: async () => String(place) };
    };
    await using assistant = create({ ...stages, cache: testCache(), findVideo });
    const stop = new AbortController();
    const cancelled = assistant.watch('clip', {
      signal: stop.signal,
      onProgress: ({ stage }) => stage === 'encode' && stop.abort('enough'),
    });
    const watching = [assistant.watch('clip'), assistant.watch('clip'), assistant.watch('other')];
    await expect(cancelled).rejects.toBe('enough');
    const videos = await Promise.all(watching);
    expect(videos.map(({ fromCache }) => fromCache).toSorted()).toEqual([false, false, true]);
    expect(opened).toBe(3);
    const answers = await Promise.all(videos.slice(0, 2).map((video) => video.ask('What moves?').result()));
    expect(answers[1]!.answer).toBe(answers[0]!.answer);
  });
});
