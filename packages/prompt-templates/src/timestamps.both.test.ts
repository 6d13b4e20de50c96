import { describeModel, openModelFolder } from '@slowfast/model-files';
import type { PromptPart, TimedFrames, TimestampForm } from '@slowfast/spec';
import { type TimestampsCase, timestampsOracle, tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { expect, test } from 'vitest';
import { writeDuration, writeTime } from './frame-time.ts';
import { chatPromptTemplate } from './index.ts';
import { numberInWords } from './number-in-words.ts';
import { withTimes } from './video-with-times.ts';

const oracle = await timestampsOracle();
const silent = {
  keyFrames: '',
  openEnded: '',
  multipleChoice: '',
  openEndedAnswerStart: '',
  multipleChoiceAnswerStart: '',
};
const timedFrames = (
  { timestampsSeconds, durationSeconds, tokensPerFrame: each }: TimestampsCase,
  fastTokens = 0,
): TimedFrames => ({
  frames: timestampsSeconds.map((timestampSeconds, i) => {
    return { timestampSeconds, from: i * each, to: (i + 1) * each };
  }),
  videoTokens: timestampsSeconds.length * each + fastTokens,
  durationSeconds,
});
const written = (parts: readonly PromptPart[]) =>
  parts.map((part) => (part.type === 'video' ? '<image>' : part.text)).join('');
const user = (text: string) => [{ role: 'user', question: { text } } as const];

test.each(oracle.smolvlm2)(
  'SmolVLM2: the prompt is that of its processor, for frames at $timestampsSeconds',
  async (frames) => {
    const { promptTemplate } = await describeModel(
      await openModelFolder(tinyCheckpoint('smolvlm2').files.url),
    );
    const template = chatPromptTemplate({ ...promptTemplate, instructions: silent });
    const { parts } = template.render(user(oracle.question), { timed: timedFrames(frames) });
    expect(written(parts)).toBe(frames.text);
  },
);

test.each(oracle['lfm3-vl'])(
  'LFM3-VL: the video is that of its processor, for frames at $timestampsSeconds',
  async (frames) => {
    const { timestamps } = await describedAs('Lfm3VlProcessor');
    const parts = withTimes([{ type: 'video' }], timedFrames(frames), timestamps!, { before: '', after: '' });
    expect(written(parts)).toBe(frames.text);
  },
);

test('processors that write no times have no form', async () => {
  for (const name of [
    'llava-onevision',
    'llava-1.5',
    'nanollava',
    'fastvlm',
    'lfm2-vl',
    'lfm3-vl',
  ] as const) {
    const { promptTemplate } = await describeModel(await openModelFolder(tinyCheckpoint(name).files.url));
    expect(promptTemplate.timestamps).toBeUndefined();
  }
  expect((await describedAs('constructor')).timestamps).toBeUndefined();
});

test('without a form of its own: a time in brackets, what a picture stands between, and the rest behind', () => {
  const template = chatPromptTemplate({
    chatTemplate: '{% for m in messages %}[INST]<image>{{ m.content[1].text }}{% endfor %}',
    imageToken: '<image>',
    aroundImage: { before: '<start>', after: '<end>' },
    instructions: silent,
  });
  expect(template.writesTimes).toBe(true);
  const frames = { timestampsSeconds: [0, 62.99, 3661], durationSeconds: 4000, tokensPerFrame: 2, text: '' };
  const { parts } = template.render(user('Why?'), { timed: timedFrames(frames, 5) });
  expect(parts).toEqual([
    { type: 'control', text: '[INST]' },
    { type: 'text', text: '[00:00] ' },
    { type: 'control', text: '<start>' },
    { type: 'video', from: 0, to: 2 },
    { type: 'control', text: '<end>' },
    { type: 'text', text: '[01:02] ' },
    { type: 'control', text: '<start>' },
    { type: 'video', from: 2, to: 4 },
    { type: 'control', text: '<end>' },
    { type: 'text', text: '[01:01:01] ' },
    { type: 'control', text: '<start>' },
    { type: 'video', from: 4, to: 6 },
    { type: 'control', text: '<end><start>' },
    { type: 'video', from: 6, to: 11 },
    { type: 'control', text: '<end>' },
    { type: 'text', text: 'Why?' },
  ]);
});

test('in a chat the times stand in the first turn only', () => {
  const template = chatPromptTemplate({
    chatTemplate:
      "{% for m in messages %}[{{ m.role }}]{% for part in m.content %}{{ '<image>' if part.type == 'image' else part.text }}{% endfor %}{% endfor %}",
    imageToken: '<image>',
    instructions: silent,
  });
  const frames = { timestampsSeconds: [1, 2], durationSeconds: 3, tokensPerFrame: 1, text: '' };
  const turns = [...user('Who?'), { role: 'assistant', text: 'Me.' } as const, ...user('Why?')];
  expect(written(template.render(turns, { timed: timedFrames(frames) }).parts)).toBe(
    '[user][00:01] <image>[00:02] <image>Who?[assistant]Me.[user]Why?',
  );
});

test.each(Object.entries(oracle.numbersInWords))('%s is %s', (number, words) => {
  expect(numberInWords(Number(number))).toBe(words);
});

test('numbers that have no words here are digits', () => {
  expect([1_000_000, -1, 1.5].map(numberInWords)).toEqual(['1000000', '-1', '1.5']);
  expect(numberInWords(0)).toBe('zero');
});

test.each<[number, TimestampForm['time'], string]>([
  [0, 'clock', '00:00'],
  [59.999, 'clock', '00:59'],
  [3599, 'clock', '59:59'],
  [3600, 'clock', '01:00:00'],
  [360_000, 'clock', '100:00:00'],
  [3661, 'minutes', '61:01'],
  [0.25, 'seconds', '0.2'],
  [0.75, 'seconds', '0.8'],
  [0.35, 'seconds', '0.3'],
  [3600, 'seconds', '3600.0'],
])('%d s as %s: %s', (seconds, notation, text) => {
  expect(writeTime(seconds, notation)).toBe(text);
});

test.each([
  [0.9, '0:00:00'],
  [3723, '1:02:03'],
  [86_400, '1 day, 0:00:00'],
  [200_000, '2 days, 7:33:20'],
])('a length of %d s: %s', (seconds, text) => {
  expect(writeDuration(seconds)).toBe(text);
});

/** What is known of a checkpoint whose files name such a processor. */
async function describedAs(processorClass: string) {
  const folder = await openModelFolder(tinyCheckpoint('lfm3-vl').files.url);
  return (await describeModel({ ...folder, processorClass })).promptTemplate;
}
