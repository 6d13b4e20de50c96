import type { OnProgress, ProgressEvent, VideoAssistant } from '@slowfast/spec';
import { modelFiles } from '@slowfast/tiny-model/files';
import { describe, expect, inject, test } from 'vitest';
import { openAssistant } from './index.browser.ts';
import { clips } from './testing/clips.ts';
import { QuotaError } from './testing/quota-error.ts';

const square = new Blob([await clips.bytes('square.webm')]);

describe('openAssistant in a page', () => {
  test('watches a file and an address, and keeps reduced tokens between assistants', async () => {
    const watchOnce = async () => {
      await using assistant = await openAssistant();
      await using video = await assistant.watch(square);
      return {
        fromCache: video.fromCache,
        answer: (await video.ask('Which digit is shown?').result()).answer,
      };
    };
    await watchOnce();
    expect(await watchOnce()).toEqual({ fromCache: true, answer: '7' });
    await using assistant = await openAssistant();
    await using video = await assistant.watch(`${clips.url}square.webm`);
    expect(video.frames).toHaveLength(16);
  });

  test('a worker that is gone fails what is pending, and what comes after', async () => {
    let worker: Worker | undefined;
    await using assistant = await openAssistant({
      cache: false,
      worker: () => {
        worker = new Worker(new URL('./testing/mortal-worker.ts', import.meta.url), { type: 'module' });
        return worker;
      },
    });
    await using video = await assistant.watch(square);
    worker!.postMessage('die');
    const answer = video.ask('What shape appears?').result();
    await expect(answer).rejects.toMatchObject({ code: 'worker-failed' });
    await expect(assistant.describe()).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('tells how much of the weights is there', async () => {
    await using assistant = await openAssistant({ cache: false });
    const events: ProgressEvent[] = [];
    await assistant.load({ onProgress: (event) => events.push(event) });
    expect(events.every(({ stage, done, total }) => stage === 'load' && done <= total)).toBe(true);
    const { done, total } = events.at(-1)!;
    expect(done).toBe(total);
    const graphs = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'] as const;
    const fetched = graphs.map((name) => fetch(modelFiles[`onnx/${name}.onnx`]!));
    const sizes = (await Promise.all(fetched)).map(async (response) => (await response.blob()).size);
    expect(total).toBe((await Promise.all(sizes)).reduce((sum, size) => sum + size, 0));
  });

  test.each([
    ['loads', (assistant: VideoAssistant, onProgress: OnProgress) => assistant.load({ onProgress })],
    [
      'watches',
      (assistant: VideoAssistant, onProgress: OnProgress) => assistant.watch(square, { onProgress }),
    ],
  ])('disposed while it %s, it does not wait for weights from a server', async (_name, begin) => {
    const model = `${inject('oddServer')}/endless/${crypto.randomUUID()}`;
    const assistant = await openAssistant({ model, cache: false });
    const { promise: loading, resolve } = Promise.withResolvers<void>();
    const onProgress = ({ stage, done }: ProgressEvent) => {
      if (stage === 'load' && done > 0) resolve();
    };
    const outcome = Promise.allSettled([begin(assistant, onProgress)]);
    await loading;
    await assistant.dispose();
    expect(await outcome).toMatchObject([{ status: 'rejected', reason: { code: 'disposed' } }]);
  });

  test('a worker whose script is not there is told', async () => {
    const opening = openAssistant({
      worker: () => new Worker('/no-such-worker.js', { type: 'module' }),
    });
    await expect(opening).rejects.toMatchObject({ code: 'worker-failed' });
  });

  test('a worker of your own offers more backends', async () => {
    const worker = () =>
      new Worker(new URL('./testing/worker-with-backend.ts', import.meta.url), { type: 'module' });
    await using assistant = await openAssistant({ cache: false, backend: 'mine', worker });
    expect((await assistant.describe()).backend).toBe('reference');
    await expect(openAssistant({ backend: 'other', worker })).rejects.toMatchObject({
      message: expect.stringContaining('one of reference, onnx, tfjs, mine'),
    });
  });

  test('what a plug-in in a worker of your own throws arrives whole', async () => {
    const worker = () =>
      new Worker(new URL('./testing/worker-with-backend.ts', import.meta.url), { type: 'module' });
    const failed = await openAssistant({ backend: 'failing', worker }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(QuotaError);
    expect(failed).toMatchObject({ code: 'acme/quota-exceeded', facts: { left: 3 }, isUsage: true });
    expect((failed as QuotaError).messageIn((setting) => `--${setting}`)).toBe('Raise --budgetTokens.');
    expect((failed as Error).cause).toMatchObject({ name: 'RangeError', message: 'no more' });
  });
});
