export { chromiumFlags } from './chromium-flags.ts';
export { type FoundChromium, findChromium } from './find-chromium.ts';
export { isolationHeaders } from './isolation-headers.ts';
export { launchChromium } from './launch-chromium.ts';
