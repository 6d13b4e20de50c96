import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openApp, useBrowser } from './testing/open-app.ts';

useBrowser();

test('the scripts that are there before the first paint are small', async () => {
  const app = await openApp({ serviceWorkers: 'allow' });
  const addresses = await app.page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const [paint] = performance.getEntriesByName('first-paint');
    return performance
      .getEntriesByType('resource')
      .filter(({ name, startTime }) => name.endsWith('.js') && startTime <= (paint?.startTime ?? Infinity))
      .map(({ name }) => name);
  });
  let bytes = 0;
  for (const address of addresses) bytes += gzipSync(await (await fetch(address)).text()).length;
  expect(addresses.length).toBeGreaterThan(0);
  expect(bytes, addresses.join(', ')).toBeLessThan(31_000);
});
