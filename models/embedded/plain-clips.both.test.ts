import { plainClipsSuite } from './testing/plain-clips-suite.ts';

// Chromium answers as Node does, more slowly: plain-clips.matrix.browser.test.ts has all.
plainClipsSuite(typeof document === 'undefined' ? 20 : 5);
