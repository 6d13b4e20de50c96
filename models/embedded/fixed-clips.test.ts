import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { assistantInProcess } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { evaluateClips } from './evaluate-clips.ts';

// The regression test of the whole system: a wrong frame, a swapped axis, a mis-rendered prompt or a broken cache shows
// as clips that go wrong. `recorded.json` holds how many do when everything is as it should be.

test('of the 60 fixed clips, at most one more goes wrong in colour or shape than is recorded', async () => {
  const folder = fileURLToPath(new URL('./clips', import.meta.url));
  const recorded: { readonly wrongClips: number } = JSON.parse(
    await readFile(new URL('./clips/recorded.json', import.meta.url), 'utf8'),
  );
  await using assistant = await assistantInProcess({ cache: false });
  const graded = await evaluateClips(folder, assistant);
  const clips = new Set(graded.map(({ clip }) => clip));
  expect(clips.size).toBe(60);
  const wrong = graded.filter(({ right, kind }) => !right && (kind === 'colour' || kind === 'shape'));
  const wrongClips = new Set(wrong.map(({ clip }) => clip));
  expect(wrongClips.size, JSON.stringify(wrong, null, 1)).toBeLessThan(recorded.wrongClips + 2);
}, 300_000);
