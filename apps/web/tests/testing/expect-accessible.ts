import AxeBuilder from '@axe-core/playwright';
import { expect } from 'vitest';
import type { App } from './open-app.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };

/** How a page can be looked at. */
const views = {
  'wide, light': [wide, 'light'],
  'wide, dark': [wide, 'dark'],
  'narrow, light': [narrow, 'light'],
  'narrow, dark': [narrow, 'dark'],
} as const;
export type View = keyof typeof views;
const everyView = Object.keys(views) as readonly View[];

/** Looks at the page as it is: no axe rule is broken in any of the views, and nothing scrolls sideways. */
export async function expectAccessible({ page }: App, seen: readonly View[] = everyView): Promise<void> {
  for (const view of seen) {
    const [viewport, colorScheme] = views[view];
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The other mode, for pages with frames of other origins, opens a page for each look.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    const told = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
    );
    expect(told, view).toEqual([]);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest, view).toBeLessThanOrEqual(viewport.width);
  }
}
