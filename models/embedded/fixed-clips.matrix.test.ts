import { type ClipQuestion, evaluateClips } from '@slowfast/accuracy';
import { openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { fixedClips } from './testing/fixed-clips.ts';

// fixed-clips.both.test.ts asks about all of them in its own thread, and a worker about every tenth.
test('a worker answers about the 60 fixed clips as the pipeline in Python does', async () => {
  const questions = await fixedClips.json<readonly ClipQuestion[]>('questions.json');
  const python: readonly { readonly clip: string; readonly question: string; readonly answer: string }[] =
    await fixedClips.json('python-answers.json');
  await using assistant = await openAssistant({ cache: false, dtype: 'fp32', threads: 1 });
  const graded = await evaluateClips(questions, (clip) => new URL(clip, fixedClips.url), assistant);
  expect(graded.map(({ clip, question }) => `${clip} ${question}`)).toEqual(
    python.map(({ clip, question }) => `${clip} ${question}`),
  );
  // Python keeps what follows the letter, in the tokenizer's lower case.
  const expected = python.map(({ answer }, i) => (graded[i]!.options ? answer[0]!.toUpperCase() : answer));
  const different = graded.filter(({ answered }, i) => answered !== expected[i]);
  // As in fixed-clips.both.test.ts.
  expect(different.length, JSON.stringify(different, null, 1)).toBeLessThanOrEqual(2);
});
