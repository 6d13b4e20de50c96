import AxeBuilder from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { bundledClip, fixtureClip } from './testing/clips.ts';
import { type App, openApp, useBrowser, useSharedApp } from './testing/open-app.ts';

useBrowser();
const shared = useSharedApp();

async function violations({ page }: App): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };

describe.each([
  ['wide, light', wide, 'light'],
  ['wide, dark', wide, 'dark'],
  ['narrow, light', narrow, 'light'],
  ['narrow, dark', narrow, 'dark'],
] as const)('%s', (_name, viewport, colorScheme) => {
  test('no axe rule is broken in any state, and nothing scrolls sideways', async () => {
    const app = shared();
    await app.page.setViewportSize(viewport);
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await app.page.reload();
    const widest = () => app.page.evaluate(() => document.documentElement.scrollWidth);
    expect(await violations(app)).toEqual([]);
    expect(await widest()).toBeLessThanOrEqual(viewport.width);
    await app.drop(fixtureClip('text.mp4'));
    await app.alert.waitFor();
    expect(await violations(app)).toEqual([]);
    await app.drop(bundledClip('square.webm'));
    await app.ask('What shape appears?');
    for (const details of await app.page.locator('details').all()) {
      await details.evaluate((element) => {
        (element as HTMLDetailsElement).open = true;
      });
    }
    expect(await violations(app)).toEqual([]);
    expect(await widest()).toBeLessThanOrEqual(viewport.width);
  });
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
