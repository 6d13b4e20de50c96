import type { LaunchOptions } from 'playwright';
import { chromiumFlags } from './chromium-flags.ts';
import { findChromium } from './find-chromium.ts';

/** How Chromium is started, wherever it is found; a busy machine may take minutes. */
export async function chromiumLaunchOptions(): Promise<LaunchOptions> {
  return { ...(await findChromium()), args: [...chromiumFlags], timeout: 300_000 };
}
