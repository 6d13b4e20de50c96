import type { AskOptions, Notice, Question, VideoAssistant } from '@slowfast/spec';
import { fakeFrameSource } from '@slowfast/test-kit';
import { describe, expect, test } from 'vitest';
import { homes } from './test-homes.ts';
import { testStages } from './test-stages.ts';

const watch = (assistant: VideoAssistant) => assistant.watch(fakeFrameSource());

describe.each(homes)('an answer of an assistant %s', (_name, create) => {
  test('ends at a stop string of the question, or of the template', async () => {
    const stages = testStages({ model: { answer: 'a red ball and a blue cube' } });
    const template = { ...stages.template, stopStrings: [' cube'] };
    await using assistant = create({ ...stages, template });
    await using video = await watch(assistant);
    expect(await video.ask('What?').text()).toBe('a red ball and a blue');
    const stopStrings = ['nothing', ' and'];
    const stopped = await video.ask('What?', { stopStrings }).result();
    expect(stopped).toMatchObject({ answer: 'a red ball', finishReason: 'stop' });
    const chat = video.chat();
    await chat.ask('What?', { stopStrings }).result();
    expect(chat.history.at(-1)).toEqual({ role: 'assistant', text: 'a red ball' });
    for (const wrong of [[''], 'and', [5]]) {
      const refused = video.ask('What?', { stopStrings: wrong } as AskOptions).result();
      await expect(refused).rejects.toMatchObject({ facts: { setting: 'stopStrings' } });
    }
  });

  test('tells the logprobs of all its tokens, and with each piece of text those since the one before', async () => {
    await using assistant = create(testStages({ model: { answer: ' a red ball ' } }));
    await using video = await watch(assistant);
    const stream = video.ask('What?', { logprobs: 2 });
    const pieces: string[] = [];
    for await (const part of stream) {
      if (part.type !== 'text-delta') continue;
      pieces.push(`${part.text}: ${part.logprobs!.map(({ token }) => JSON.stringify(token))}`);
    }
    expect(pieces).toEqual(['a: " ","a "', ' red: "red "', ' ball: "ball "']);
    const { logprobs, usage } = await stream.result();
    expect(logprobs).toHaveLength(usage.answerTokens);
    expect(logprobs![1]).toMatchObject({ token: 'a ', top: [{ token: 'a ' }, {}] });
    const plain = await video.ask('What?', { logprobs: true }).result();
    expect(plain.logprobs!.every((token) => token.top === undefined)).toBe(true);
    for (const none of [undefined, false]) {
      expect(await video.ask('What?', { logprobs: none }).result()).not.toHaveProperty('logprobs');
    }
    const question: Question = { text: 'Which?', options: ['red', 'blue'] };
    const lettered = await video.ask(question, { logprobs: true }).result();
    expect(lettered).not.toHaveProperty('logprobs');
    expect(lettered.option!.probabilities).toHaveLength(2);
  });

  test('streams its text alone, once; leaving it cancels', async () => {
    const stages = testStages({ model: { answer: 'a red ball', unknownWords: ['zeppelin'] } });
    await using assistant = create(stages);
    await using video = await watch(assistant);
    const stream = video.ask('Which zeppelin ?');
    const pieces: string[] = [];
    for await (const text of stream.textStream) pieces.push(text);
    expect(pieces).toEqual(['a', ' red', ' ball']);
    expect(await stream.text()).toBe('a red ball');
    const again = async () => {
      for await (const _ of stream.textStream);
    };
    await expect(again()).rejects.toMatchObject({ code: 'answer-consumed' });
    const left = video.ask('What?');
    for await (const _ of left.textStream) break;
    await expect(left.result()).rejects.toMatchObject({ name: 'AbortError' });
    const failing = async () => {
      for await (const _ of video.ask(' ').textStream);
    };
    await expect(failing()).rejects.toMatchObject({ code: 'empty-question' });
  });

  test('tells notices as a video does: called back, in the stream, and in the result', async () => {
    await using assistant = create(testStages({ model: { unknownWords: ['zeppelin'] } }));
    const watching: Notice[] = [];
    const source = fakeFrameSource({ frameCount: 8, damagedFrames: [0, 1] });
    await using video = await assistant.watch(source, { onNotice: (notice) => watching.push(notice) });
    expect(watching.map(({ code }) => code)).toEqual(['frames-substituted']);
    expect(video.notices).toEqual(watching);
    await using unheard = await assistant.watch(source);
    expect(unheard.notices).toEqual(watching);

    const asking: Notice[] = [];
    const streamed: Notice[] = [];
    const onNotice = (notice: Notice) => asking.push(notice);
    const answer = video.ask('Which zeppelin ?', { onNotice });
    for await (const part of answer) if (part.type === 'notice') streamed.push(part.notice);
    expect(asking.map(({ code }) => code)).toEqual(['outside-its-world']);
    expect(streamed).toEqual(asking);
    expect((await answer.result()).notices).toEqual(asking);
    await video.chat().ask('Which zeppelin ?', { onNotice }).text();
    expect(asking).toHaveLength(2);
    const failing = () => {
      throw new Error('of the listener');
    };
    await expect(video.ask('Which zeppelin ?', { onNotice: failing }).text()).rejects.toThrow(
      'of the listener',
    );
    expect(await video.ask('What?').text()).not.toBe('');
  });
});
