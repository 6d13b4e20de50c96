import { describe, expect, test } from 'vitest';
import { bundledClip, openQuestions } from './testing/clips.ts';
import { decodesH264 } from './testing/decodes-h264.ts';
import { openApp, useBrowser, useSharedApp } from './testing/open-app.ts';

useBrowser();

test('a dropped WebM is shown as frames, planned and asked; a second question neither decodes nor encodes, and says so', async () => {
  const app = await openApp({ serviceWorkers: 'allow' });
  await app.drop(bundledClip('square.webm'));
  await expect.poll(() => app.frames().count()).toBe(16);
  expect(await app.frames(/, slow$/).count()).toBe(3);
  const inWords = await app.tokenPicture.getAttribute('aria-label');
  expect(inWords).toMatch(/^302 of 1,024 tokens: Slow 192 tokens, Fast 64 tokens, Question 14 tokens/);
  for (const { question, answer } of openQuestions('square.webm')) {
    expect(await app.ask(question)).toBe(answer);
  }
  expect(await app.turns.count()).toBe(openQuestions('square.webm').length);
  const [first, second] = await app.turns.getByRole('group').allTextContents();
  expect(first).toContain('16 frames watched');
  expect(second).toContain('video already watched');
  expect(app.complaints).toEqual([]);
});

describe('one after the other', () => {
  const shared = useSharedApp();

  test('a bundled clip and its question are one click away', async () => {
    const app = shared();
    await app.page.getByRole('button', { name: /Which digit is shown/ }).click();
    await expect.poll(() => app.turns.first().locator('[data-answer]').textContent()).toBe('7');
  });

  test('an MP4 of H.264 comes through the file input, the question by Enter (skipped where Chromium has no H.264)', async ({
    skip,
  }) => {
    const app = shared();
    skip(!(await decodesH264(app)));
    await app.choose(bundledClip('circle.mp4'));
    await app.waitForNewVideo();
    for (const { question, answer } of openQuestions('circle.mp4')) {
      const before = await app.turns.count();
      await app.question.fill(question);
      await app.question.press('Enter');
      await expect.poll(() => app.turns.nth(before).getAttribute('aria-busy')).toBe('false');
      expect(await app.turns.nth(before).locator('[data-answer]').textContent()).toBe(answer);
    }
    expect(app.complaints).toEqual([]);
  });

  test('settings move the plan and the frames at once, before anything is asked', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    await app.openSettings();
    await app.page.getByRole('slider', { name: 'Frames', exact: true }).fill('8');
    await expect.poll(() => app.frames().count()).toBe(8);
    await expect.poll(() => app.tokenPicture.getAttribute('aria-label')).toContain('Fast 32 tokens');
    expect(await app.ask('What shape appears?')).toBe('square');
    await app.page.getByRole('slider', { name: 'Frames', exact: true }).fill('16');
    await app.foldSettings();
  });

  test('every backend of the reduction answers alike', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    await app.openSettings();
    const backend = app.page.getByRole('combobox', { name: 'Backend' });
    const before = await backend.inputValue();
    const names = await backend
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(names).toEqual(expect.arrayContaining(['reference', 'onnx', 'tfjs-wasm', 'tfjs-webgl']));
    const frames = app.page.getByRole('slider', { name: 'Frames', exact: true });
    for (const [nth, name] of names.entries()) {
      await backend.selectOption(name);
      // Each reduces another number of frames: what one has reduced is kept for the others.
      const count = 15 - nth;
      await frames.fill(String(count));
      expect(await app.ask('Which digit is shown?'), name).toBe('7');
      const told = await app.turns.getByRole('group').allTextContents();
      expect(told[nth], name).toContain(`${count} frames watched`);
    }
    await backend.selectOption(before);
    await frames.fill('16');
    await app.foldSettings();
  });
});
