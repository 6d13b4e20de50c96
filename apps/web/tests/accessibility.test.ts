import { expect, test } from 'vitest';
import { bundledClip, fixtureClip } from './testing/clips.ts';
import { expectAccessible } from './testing/expect-accessible.ts';
import { type App, openApp, useBrowser } from './testing/open-app.ts';

useBrowser();

test('wide and narrow, light and dark: no axe rule is broken in any state, and nothing scrolls sideways', async () => {
  const app = await openApp({ serviceWorkers: 'allow', reducedMotion: 'reduce' });
  await expectAccessible(app);
  await app.drop(fixtureClip('text.mp4'));
  await app.alert.waitFor();
  await expectAccessible(app);
  await app.drop(bundledClip('square.webm'));
  await app.ask('What shape appears?');
  for (const details of await app.page.locator('details').all()) {
    await details.evaluate((element) => {
      (element as HTMLDetailsElement).open = true;
    });
  }
  await expectAccessible(app);
});

test('everything is reached by keyboard alone', async () => {
  const app = await openApp();
  const { page } = app;
  const clip = page.getByRole('button', { name: /A square and a digit/ });
  await tabTo(app, clip);
  await page.keyboard.press('Enter');
  await tabTo(app, app.question);
  await page.keyboard.type('Which digit is shown?');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.turns.first().locator('[data-answer]').textContent()).toBe('7');
});

async function tabTo({ page }: App, target: ReturnType<App['page']['locator']>): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('80 presses of Tab did not reach it.');
}
