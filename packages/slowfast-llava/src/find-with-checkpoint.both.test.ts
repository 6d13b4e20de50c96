import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { openAssistant } from 'slowfast-llava';
import { expect, test } from 'vitest';
import { clips } from './testing/clips.ts';

// A checkpoint of random weights finds anything; what must hold is how.

test('any checkpoint finds, by its own reduction and within the cost that was told', async () => {
  await using assistant = await openAssistant({
    ...{ model: tinyCheckpoint('llava-onevision').files.url, cache: false, threads: 1 },
    startSeconds: 1,
  });
  const clip = new URL('square.webm', clips.url);
  const question = 'Is there a yellow star?';
  const options = { endSeconds: 2, stepSeconds: 0.25, threshold: 0.4 };
  const plan = await assistant.planFind(clip, question, options);
  // The part that the assistant looks at, up to where this search ends.
  expect(plan).toMatchObject({ startSeconds: 1, endSeconds: 2, steps: 4, windowFrames: 2 });
  const found = await assistant.find(clip, question, options);
  expect(found.plan).toEqual(plan);
  expect(found.frames).toBeGreaterThanOrEqual(plan.steps);
  expect(found.frames).toBeLessThanOrEqual(plan.mostFrames);
  expect(found.decisions).toBeGreaterThanOrEqual(2);
  expect(found.decisions).toBeLessThanOrEqual(plan.mostDecisions);
  for (const { startSeconds, endSeconds, probability } of found.ranges) {
    expect(startSeconds).toBeGreaterThanOrEqual(1);
    expect(endSeconds).toBeLessThanOrEqual(2);
    expect(endSeconds).toBeGreaterThan(startSeconds);
    expect(probability).toBeGreaterThan(0);
  }
  // Elsewhere than in memory it is the same.
  const { seconds: _, ...same } = await assistant.find(clip, question, { ...options, maxFeatureBytes: 0 });
  expect(found).toMatchObject(same);
});
