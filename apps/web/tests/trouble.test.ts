import { describe, expect, inject, test } from 'vitest';
import { bundledClip, fixtureClip } from './testing/clips.ts';
import { openApp, useBrowser, useSharedApp } from './testing/open-app.ts';

useBrowser();

describe('one after the other', () => {
  const shared = useSharedApp();

  // The first question of this page, so that nothing of the video is kept from another.
  test('Stop stops, keeps what was there, and the next question is answered', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await expect.poll(() => app.frames().count()).toBe(16);
    await app.question.fill('Describe the video.');
    await app.stopAtOnce();
    await app.askButton.click();
    await app.turns.first().getByText('Stopped').waitFor();
    expect(await app.turns.first().getAttribute('aria-busy')).toBe('false');
    expect(await app.ask('What shape appears?')).toBe('square');
    expect(app.complaints).toEqual([]);
  });

  test.each([
    ['corrupted-header.mp4', 'MP4'],
    ['text.mp4', 'text'],
    ['empty.mp4', 'empty'],
    ['audio-only.m4a', 'audio'],
    ['hevc.mp4', 'hevc'],
    ['mpeg4.avi', 'AVI'],
  ])('%s: an alert that says what was found, and the page goes on', async (name, found) => {
    const app = shared();
    await app.drop(fixtureClip(name));
    await expect.poll(() => app.alert.textContent()).toContain(found);
    expect(await app.alert.textContent()).not.toMatch(/\bat .*\.js|undefined|\[object/);
    await app.drop(bundledClip('square.webm'));
    // Another video is another conversation.
    await app.alert.waitFor({ state: 'detached' });
    await expect.poll(() => app.turns.count()).toBe(0);
    expect(await app.ask('What shape appears?')).toBe('square');
    expect(app.complaints).toEqual([]);
  });

  test('what does not fit the context is shown before it is asked, and refused', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    await app.openSettings();
    const aggregation = app.page.getByRole('textbox', { name: 'Aggregation' });
    const before = await aggregation.inputValue();
    await aggregation.fill('concat');
    await expect.poll(() => app.tokenPicture.getAttribute('aria-label')).toContain('It does not fit');
    await app.ask('What shape appears?');
    expect(await app.alert.textContent()).toContain('at most 1024');
    await aggregation.fill(before);
    await app.foldSettings();
  });

  test('the worker dies between two questions: the next one is answered, earlier ones stay', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    expect(await app.ask('What shape appears?')).toBe('square');
    await app.killAssistantWorker();
    expect(await app.ask('Which digit is shown?')).toBe('7');
    expect(await app.turns.count()).toBe(2);
  });

  test('the worker dies in the middle of a question: an alert says so, the next one is answered', async () => {
    const app = shared();
    await app.drop(bundledClip('square.webm'));
    await app.waitForNewVideo();
    await app.question.fill('Describe the video.');
    await app.killAssistantWorkerAtWork();
    await app.askButton.click();
    await expect.poll(() => app.alert.textContent()).toContain('worker');
    expect(await app.ask('Which digit is shown?')).toBe('7');
  });
});

test('without the isolation headers it answers on one thread, and says so', async () => {
  const app = await openApp({ url: inject('plainAppUrl'), serviceWorkers: 'allow' });
  expect(await app.page.evaluate(() => crossOriginIsolated)).toBe(false);
  await app.drop(bundledClip('square.webm'));
  expect(await app.ask('What shape appears?')).toBe('square');
  await expect.poll(() => app.page.getByText(/1 thread/).count()).toBeGreaterThan(0);
  expect(await app.page.getByText(/cross-origin isolated/).count()).toBeGreaterThan(0);
});
