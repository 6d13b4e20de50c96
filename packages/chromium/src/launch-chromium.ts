import { type Browser, chromium } from 'playwright';
import { chromiumFlags } from './chromium-flags.ts';
import { findChromium } from './find-chromium.ts';

/** Starts the Chromium of {@link findChromium} without a window; the caller closes it. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ ...(await findChromium()), args: [...chromiumFlags] });
}
