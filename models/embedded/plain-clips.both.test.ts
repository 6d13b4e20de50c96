import { type ClipQuestion, evaluateClips } from '@slowfast/accuracy';
import { openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { plainClips } from './testing/fixed-clips.ts';

test('of 20 clips that ffmpeg drew, colour and direction are right in at least nine of ten, and none is called strange', async () => {
  await using assistant = await openAssistant({ cache: false, threads: 1 });
  const questions = await plainClips.json<readonly ClipQuestion[]>('questions.json');
  const strange = new Set<string>();
  const graded = await evaluateClips(
    questions,
    (clip) => new URL(clip, plainClips.url),
    assistant,
    ({ code }, clip) => code === 'outside-its-world' && strange.add(clip),
  );
  const wrong = graded.filter(({ right }) => !right);
  expect([...strange]).toEqual([]);
  expect(new Set(graded.map(({ clip }) => clip)).size).toBe(20);
  expect(new Set(wrong.map(({ clip }) => clip)).size, JSON.stringify(wrong, null, 1)).toBeLessThanOrEqual(2);
});
