import { expect, inject, test } from 'vitest';
import { bundledClip } from './testing/clips.ts';
import { openApp, useBrowser } from './testing/open-app.ts';

useBrowser();

test('a second visit needs no network', async () => {
  const app = await openApp({ serviceWorkers: 'allow' });
  const { page } = app;
  await page
    .getByText(/offline/i)
    .first()
    .waitFor();
  await page.context().setOffline(true);
  await page.reload();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await app.drop(bundledClip('square.webm'));
  expect(await app.ask('What shape appears?')).toBe('square');
  await page.goto(inject('appUrl'));
  await page.getByRole('button', { name: /A square and a digit/ }).click();
  expect(await app.ask('Which digit is shown?')).toBe('7');
  expect(app.complaints).toEqual([]);
});
