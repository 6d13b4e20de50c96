import { type ClipQuestion, evaluateClips } from '@slowfast/accuracy';
import { openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { plainClips } from './fixed-clips.ts';

/** Asks a worker about some of the 20 clips that ffmpeg drew: the first ones, five of which have every direction among them. */
export function plainClipsSuite(count: number): void {
  test(`of ${count} clips that ffmpeg drew, colour and direction are right in at least nine of ten, and none is called strange`, async () => {
    await using assistant = await openAssistant({ cache: false, threads: 1 });
    const questions = await plainClips.json<readonly ClipQuestion[]>('questions.json');
    const asked = [...Map.groupBy(questions, ({ clip }) => clip).values()].slice(0, count);
    const strange = new Set<string>();
    const graded = await evaluateClips(
      asked.flat(),
      (clip) => new URL(clip, plainClips.url),
      assistant,
      ({ code }, clip) => code === 'outside-its-world' && strange.add(clip),
    );
    const wrong = graded.filter(({ right }) => !right);
    expect([...strange]).toEqual([]);
    expect(new Set(graded.map(({ clip }) => clip)).size).toBe(count);
    expect(new Set(wrong.map(({ clip }) => clip)).size, JSON.stringify(wrong, null, 1)).toBeLessThanOrEqual(
      count / 10,
    );
  });
}
