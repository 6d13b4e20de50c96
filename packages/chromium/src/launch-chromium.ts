import { type Browser, chromium } from 'playwright';
import { chromiumLaunchOptions } from './chromium-launch-options.ts';

/** Starts the Chromium of {@link chromiumLaunchOptions} without a window; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch(await chromiumLaunchOptions());
}
