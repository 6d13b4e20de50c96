import {
  AnswerLimitTooLowError,
  CharactersMissingError,
  InvalidSettingError,
  openAssistant,
  SchemaUnsupportedError,
  type VideoInput,
} from 'slowfast-llava';
import { describe, expect, test } from 'vitest';
import { clips } from './testing/clips.ts';
import { tinyOnevision } from './testing/tiny-onevision.ts';

const clip = (): VideoInput => new URL('square.webm', clips.url);
const question = 'What is in the video?';
const schema = {
  type: 'object',
  properties: { shape: { enum: ['circle', 'square'] }, count: { type: 'integer', minimum: 0, maximum: 9 } },
  required: ['shape', 'count'],
};
const responseFormat = { type: 'json', schema } as const;

describe.each([
  ['a worker', undefined],
  ['this thread', false as const],
])('in %s', (_, worker) => {
  const options = { cache: false, worker, threads: 1 } as const;

  test("an answer is JSON that fits, in pieces and as a value; what it can't be is refused", async () => {
    await using assistant = await openAssistant({ ...options, model: tinyOnevision, frames: 4 });
    await using video = await assistant.watch(clip());
    const answer = video.ask(question, { responseFormat, temperature: 2, seed: 3, maxTokens: 60 });
    let text = '';
    for await (const part of answer) if (part.type === 'text-delta') text += part.text;
    const result = await answer.result();
    expect(result.answer).toBe(text);
    expect(result.value).toEqual(JSON.parse(text));
    expect(result.value).toEqual({
      shape: expect.stringMatching(/^(circle|square)$/),
      count: expect.any(Number),
    });
    expect(await video.ask(question, { maxTokens: 3 }).result()).not.toHaveProperty('value');

    const low = video.ask(question, { responseFormat, maxTokens: 3 }).result();
    await expect(low).rejects.toThrow(AnswerLimitTooLowError);
    await expect(low).rejects.toMatchObject({ facts: { maxTokens: 3, leastTokens: expect.any(Number) } });
    const unknown = { type: 'json', schema: { pattern: 'a' } } as const;
    await expect(video.ask(question, { responseFormat: unknown }).text()).rejects.toThrow(
      SchemaUnsupportedError,
    );
    const chosen = video.ask({ text: question, options: ['a', 'b'] }, { responseFormat });
    await expect(chosen.text()).rejects.toThrow(InvalidSettingError);
    const inWords = video.ask(question, { responseFormat: { type: 'text' } as never });
    await expect(inWords.text()).rejects.toThrow(/responseFormat can't be \{"type":"text"\}/);
  });

  test('the embedded model says which characters it lacks', async () => {
    await using assistant = await openAssistant(options);
    await using video = await assistant.watch(clip());
    const answer = video.ask(question, { responseFormat });
    await expect(answer.text()).rejects.toThrow(CharactersMissingError);
    expect((await video.ask('What shape appears?').result()).answer).toBe('square');
  });
});
