import { AnswerConsumedError, type AnswerPart, type AnswerResult } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { answerStream } from './answer-stream.ts';

const result: AnswerResult = {
  question: 'What?',
  answer: 'this',
  finishReason: 'stop',
  usage: { videoTokens: 1, promptTokens: 2, answerTokens: 1 },
  frames: [],
  seconds: {},
  notices: [],
};
const delta = (text: string): AnswerPart => ({ type: 'text-delta', text });

test('streams the parts, ends with the result, and gives the same result when asked', async () => {
  const stream = answerStream(async (emit) => {
    emit(delta('th'));
    await Promise.resolve();
    emit(delta('is'));
    return result;
  }, []);
  const parts: AnswerPart[] = [];
  for await (const part of stream) parts.push(part);
  expect(parts).toEqual([delta('th'), delta('is'), { type: 'answer-end', result }]);
  expect(await stream.result()).toBe(result);
  expect(await stream.text()).toBe('this');
});

test('a second iteration is refused, the result stays', async () => {
  const stream = answerStream(async (emit) => {
    emit(delta('this'));
    return result;
  }, []);
  const texts: string[] = [];
  const read = async () => {
    for await (const part of stream) texts.push(part.type);
  };
  await read();
  await expect(read()).rejects.toBeInstanceOf(AnswerConsumedError);
  expect(texts).toEqual(['text-delta', 'answer-end']);
  expect(await stream.result()).toBe(result);
});

test('nothing starts before it is looked at', async () => {
  let started = 0;
  const stream = answerStream(async () => {
    started += 1;
    return result;
  }, []);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(started).toBe(0);
  await Promise.all([stream.result(), stream.result()]);
  expect(started).toBe(1);
});

test('leaving early aborts the work', async () => {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const stream = answerStream(async (emit, signal) => {
    signal.addEventListener('abort', () => resolve());
    emit(delta('a'));
    await aborted;
    throw signal.reason;
  }, []);
  for await (const _ of stream) break;
  await aborted;
  await expect(stream.result()).rejects.toThrow('no longer wanted');
});

test('a failure reaches the reader after the parts before it', async () => {
  const stream = answerStream(async (emit) => {
    emit(delta('a'));
    throw new Error('broken');
  }, []);
  const parts: AnswerPart[] = [];
  await expect(async () => {
    for await (const part of stream) parts.push(part);
  }).rejects.toThrow('broken');
  expect(parts).toEqual([delta('a')]);
});

test('an aborted signal ends it with the reason', async () => {
  const stop = new AbortController();
  stop.abort(new Error('stopped'));
  await expect(answerStream(async () => result, [stop.signal]).result()).rejects.toThrow('stopped');
});
