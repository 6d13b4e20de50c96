import { launchChromium } from '@slowfast/chromium';
import { inject } from 'vitest';

let known: Promise<boolean> | undefined;

/** Whether the Chromium of the tests decodes H.264: it is asked on a page of the app. */
export function decodesH264(): Promise<boolean> {
  known ??= ask();
  return known;
}

async function ask(): Promise<boolean> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(inject('appUrl'));
    return await page.evaluate(async () => {
      const { supported } = await VideoDecoder.isConfigSupported({ codec: 'avc1.64001f' });
      return supported === true;
    });
  } finally {
    await browser.close();
  }
}
