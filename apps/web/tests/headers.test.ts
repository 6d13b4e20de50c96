import { expect, inject, test } from 'vitest';
import { openApp, useBrowser } from './testing/open-app.ts';

useBrowser();

test('the served page is isolated and under a policy', async () => {
  const { headers } = await fetch(inject('appUrl'));
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});

test.each(['appUrl', 'plainAppUrl'] as const)(
  '%s: the policy refuses what the page does not need',
  async (which) => {
    const { page } = await openApp({ url: inject(which), serviceWorkers: 'allow' });
    const refused = await page.evaluate(async () => {
      const violations = new Set<string>();
      const allTold = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violations.add(effectiveDirective);
          if (violations.size === 5) resolve();
        });
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.intruder = true';
      document.head.append(script);
      document.head.append(
        Object.assign(document.createElement('style'), { textContent: 'body { color: red }' }),
      );
      document.body.append(Object.assign(new Image(), { src: 'https://localhost:9/pixel.png' }));
      document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://localhost:9/' }));
      await fetch('http://example.invalid/').catch(() => {});
      // They are told when the page gets to it.
      await allTold;
      return { violations: [...violations].sort(), intruder: 'intruder' in globalThis };
    });
    expect(refused.intruder).toBe(false);
    expect(refused.violations).toEqual([
      'connect-src',
      'frame-src',
      'img-src',
      'script-src-elem',
      'style-src-elem',
    ]);
  },
);
