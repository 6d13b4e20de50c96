import { describe, expect, test } from 'vitest';
import { bundledClip, fixtureClip, openQuestions } from './testing/clips.ts';
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

  test('of a video unlike anything that the model knows, that is said above every answer', async () => {
    const app = shared();
    await app.drop(fixtureClip('vp9.webm'));
    await expect.poll(() => app.turns.count()).toBe(0);
    for (const [nth, question] of ['How many people are there?', 'What shape appears?'].entries()) {
      await app.ask(question);
      const told = app.turns.nth(nth).locator('.warning, .note, [data-answer]');
      const [pictures, ...others] = await told.allTextContents();
      expect(pictures).toMatch(/^The pictures are unlike .* It knows drawn shapes only/);
      // Then the word, where there is one, and the answer.
      expect(others.length).toBe(nth === 0 ? 2 : 1);
      expect(others.at(-1)).not.toBe('');
      if (nth === 0) expect(others[0]).toContain('"people"');
    }
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    expect(await app.ask('What shape appears?')).toBe('square');
    expect(await app.turns.locator('.warning').count()).toBe(0);
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
